import { setTimeout as sleep } from "node:timers/promises";
import { poll } from "../../sandbox/poll.ts";
import { dataSetKept, fill, kept } from "./data-set.ts";
import type { Fault, Made, Stage } from "./fault.ts";
import { sentinelsOf } from "./group-pods.ts";
import { type Lost, longestGap, lossOf, monotonicNow, quietGap, type Recording } from "./recording.ts";
import { settledBot } from "./settled-bot.ts";
import { startWriters, type Writers } from "./start-writers.ts";

const warmUpWrites = 150;
const followEveryMs = 200;
/** Whole must last: late news between Sentinels can undo it for a moment. */
const holdMs = 2_000;
const wholeWithinMs = 120_000;

/** What one client saw of one fault. */
export type Seen = {
  readonly gapMs: number;
  /** Before the fault. */
  readonly quietGapMs: number;
  readonly acknowledged: number;
  readonly loss: Lost;
};

export type Trial = {
  readonly fault: string;
  readonly bySentinels: Seen;
  readonly byService?: Seen;
  readonly keysKept: number;
  /** In ms from the fault, or from when it could be mended; absent where it never was whole again. */
  readonly wholeMs?: number;
  /** Why it is not. */
  readonly notWhole?: string;
};

/** Makes a fault while two clients write, and counts what they saw. Throws where the group isn't whole before. */
export async function tryFault(stage: Stage, fault: Fault): Promise<Trial> {
  const { group } = stage;
  await group.mustBeWhole();
  await fault.prepare?.(stage);
  if (stage.bot !== undefined) await settledBot(stage.bot, group.namespace);
  await fill(group);
  const { masterName, password, service } = group;
  const writers = startWriters({ masterName, password, service, sentinels: sentinelsOf(await group.pods()) });
  const following = followPods(stage, writers);
  try {
    await poll("both clients write", () => {
      const counts = writers.acknowledged();
      return counts.length === 2 && counts.every((count) => count >= warmUpWrites);
    });
    const calledAt = monotonicNow();
    const made: Made = (await fault.make(stage)) ?? { at: calledAt };
    const { at: faultAt, mendableFrom = faultAt } = made;
    const whole = await group.untilWhole({ withinMs: wholeWithinMs, holdMs });
    await made.over;
    const recordings = await writers.stop();
    const master = await group.master();
    const see = async (recording: Recording): Promise<Seen> => ({
      gapMs: longestGap(recording, faultAt),
      quietGapMs: quietGap(recording, faultAt),
      acknowledged: recording.acks.length,
      loss: lossOf(recording, await kept(group, master, keysOf(recording)), faultAt),
    });
    return {
      fault: fault.id,
      bySentinels: await see(recordings.bySentinels),
      ...(recordings.byService !== undefined && { byService: await see(recordings.byService) }),
      keysKept: await dataSetKept(group, master),
      ...(whole.kind === "whole" ? { wholeMs: whole.at - mendableFrom } : { notWhole: whole.because }),
    };
  } finally {
    following.stop();
    writers.kill();
  }
}

function keysOf({ acks }: Recording): readonly string[] {
  return acks.map(({ key }) => key);
}

/** Tells the clients of Sentinels that come and go, as a client's own look into Kubernetes would. */
function followPods({ group }: Stage, writers: Writers) {
  const ending = { is: false };
  const follow = async () => {
    while (!ending.is) {
      const pods = await group.pods().catch(() => []);
      const sentinels = sentinelsOf(pods);
      if (sentinels.length > 0) writers.tell(sentinels);
      await sleep(followEveryMs);
    }
  };
  void follow();
  return {
    stop: () => {
      ending.is = true;
    },
  };
}
