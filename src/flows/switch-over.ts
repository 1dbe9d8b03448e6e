import type { SentinelCues } from "../domain/plans/sentinel-cues.ts";
import { type Member, type MonitorSettings, nameOf } from "../domain/plans/step.ts";
import { measureGap } from "./measure-gap.ts";
import type { Access, Clock, RedisFleet } from "./ports.ts";
import { reasonOf, tellSentinels } from "./tell-sentinels.ts";

export type SwitchOverRequest = {
  readonly from: Member;
  readonly to: Member;
  /** The other replicas; they follow the new master. */
  readonly followers: readonly Member[];
  /** How the Sentinels are told (`sentinelCues`); none: nobody is told. */
  readonly cues: SentinelCues;
  readonly settings: MonitorSettings;
  /** The old master is to be deleted: it follows nobody, so that no Sentinel ever lists it as a replica. */
  readonly isLeaving?: boolean;
  /** Writes are paused for no longer than this: half of `down-after`, or Sentinel takes the pause for a death. */
  readonly pauseMs: number;
  readonly access: Access;
  /** Told of each command and its reply, after writes go on. */
  readonly tell: (detail: string) => Promise<void>;
};

export type SwitchedOver =
  /** `gapMs`: the longest time without an acknowledged write, as a writer of its own saw it; absent: it saw no end. `problems`: who could not be told. */
  | { readonly kind: "switched"; readonly gapMs?: number; readonly problems: readonly string[] }
  /** The old master goes on; nothing was lost. */
  | { readonly kind: "kept"; readonly because: string };

export type SwitchOver = (request: SwitchOverRequest) => Promise<SwitchedOver>;

type Deps = { readonly fleet: RedisFleet; readonly clock: Clock };
type Acting = SwitchOverRequest & { readonly note: (line: string) => void; readonly untilMs: number };

/** A replica that was just filled gets no writes before its first acknowledgement, which comes within a second. */
const catchUpWithinMs = 5000;
const lookAgainMs = 10;
/** A writer of its own waits so long for the new master. */
const gapWithinMs = 2000;
/** What is left of the pause when the new master is made, so that the old one takes no write before it steps down. */
const reserveShare = 0.3;

/**
 * Hands mastership over with the smallest write gap that Redis can give (`redis.md`, section 4): pause writes, wait until
 * the chosen replica has everything, promote it, and have all others follow and all Sentinels name it at once. No
 * acknowledged write is lost. On every path writes go on: by the step-down, by UNPAUSE, or by the pause's own end.
 */
export function createSwitchOver(deps: Deps): SwitchOver {
  return async function switchOver(request) {
    const lines: string[] = [];
    const note = (line: string) => void lines.push(line);
    try {
      await warmUp(deps, request);
      const lagging = await lagOf(deps, request);
      if (lagging !== undefined) return { kind: "kept", because: lagging };
      const meter = measureGap(deps, { from: request.from.address, to: request.to.address, access: request.access });
      const outcome = await handOver(deps, { ...request, note, untilMs: deps.clock.now() + request.pauseMs });
      const gapMs = await meter.stop(outcome.kind === "switched" ? gapWithinMs : 0);
      return { ...outcome, ...(outcome.kind === "switched" && gapMs !== undefined && { gapMs }) };
    } finally {
      for (const line of lines) await request.tell(line);
    }
  };
}

/** Opens the connections that will be needed: while writes are paused nobody waits for a dial. */
async function warmUp({ fleet }: Deps, { from, to, followers, cues, access }: SwitchOverRequest): Promise<void> {
  await Promise.all([
    ...[from, to, ...followers].map(({ address }) => fleet.readRole(address, access)),
    ...cues.cues.map(({ sentinel }) => fleet.probeSentinel(sentinel.address, access)),
  ]);
}

/** Before anything is paused: what the master has now must reach the replica soon, or the pause would be for nothing. */
async function lagOf({ fleet, clock }: Deps, { from, to, access }: SwitchOverRequest): Promise<string | undefined> {
  const master = await fleet.readRole(from.address, access);
  if (master.kind !== "master") return `${from.pod} does not say master (${master.kind})`;
  const untilMs = clock.now() + catchUpWithinMs;
  for (;;) {
    const role = await fleet.readRole(to.address, access);
    if (role.kind !== "replica" || !role.isLinked) return `${to.pod} is not linked to ${from.pod}`;
    if (role.offset >= master.offset) return undefined;
    if (clock.now() > untilMs) return `${to.pod} is ${master.offset - role.offset} bytes behind ${from.pod}`;
    await clock.sleep(lookAgainMs);
  }
}

async function handOver(deps: Deps, acting: Acting): Promise<SwitchedOver> {
  const { from, to, access, pauseMs, note } = acting;
  try {
    const offset = await deps.fleet.pauseWrites(from.address, pauseMs, access);
    note(`${from.pod}: CLIENT PAUSE ${pauseMs} WRITE -> OK, at offset ${offset}`);
    await waitForOffset(deps, acting, offset);
    await promote(deps, acting);
  } catch (error) {
    await resume(deps, acting);
    return { kind: "kept", because: `${to.pod} could not take over: ${reasonOf(error)}` };
  }
  // From here on the new one is master, whatever happens to the others.
  const problems = await Promise.all([stepDown(deps, acting), ...followAll(deps, acting), tellAll(deps, acting)]);
  return { kind: "switched", problems: problems.flat() };
}

/** Everything up to the offset that was reached when writes were paused. Throws where time is up. */
async function waitForOffset({ fleet, clock }: Deps, acting: Acting, offset: number): Promise<void> {
  const { from, to, access, note } = acting;
  const untilMs = acting.untilMs - acting.pauseMs * reserveShare;
  for (;;) {
    const role = await within(clock, untilMs, fleet.readRole(to.address, access));
    if (role === "late") throw new Error(`it did not have everything of ${from.pod} in time`);
    if (role.kind === "master") throw new Error("it is master already");
    if (role.kind !== "replica") throw new Error(`it does not answer (${role.kind})`);
    // Asked again at once: a round trip is pause enough, and writes wait.
    if (role.offset >= offset) return note(`${to.pod}: ROLE -> offset ${role.offset}: it has everything`);
  }
}

/** Throws where it did not become master: refused, silent, or so late that the old one may take writes again. */
async function promote(deps: Deps, { to, from, access, note, untilMs }: Acting): Promise<void> {
  const { fleet, clock } = deps;
  const outcome = await within(clock, untilMs, fleet.promote(to.address, access)).catch((error: unknown) => error);
  if (typeof outcome === "string" && outcome !== "late") return note(`${to.pod}: REPLICAOF NO ONE -> ${outcome}`);
  // The command may lie in the socket of a process that stands still: whatever it does later, it is to follow again.
  note(`${to.pod}: REPLICAOF NO ONE -> ${outcome === "late" ? "no answer in time" : reasonOf(outcome)}`);
  fleet.follow(to.address, nameOf(from), access).catch(() => undefined);
  throw outcome === "late" ? new Error("it did not answer REPLICAOF NO ONE in time") : outcome;
}

async function stepDown({ fleet, clock }: Deps, acting: Acting): Promise<readonly string[]> {
  const { from, access, note } = acting;
  for (;;) {
    try {
      const reply = await fleet.stepDown(from.address, followedAfter(acting), access);
      note(
        `${from.pod}: REPLICAOF ${textOf(followedAfter(acting))}, CLIENT UNPAUSE, CLIENT KILL TYPE normal -> ${reply}`,
      );
      return [];
    } catch (error) {
      if (clock.now() > acting.untilMs) return [`${from.pod}: ${reasonOf(error)}`];
      await clock.sleep(10);
    }
  }
}

function followAll({ fleet }: Deps, { followers, to, access, note }: Acting): readonly Promise<readonly string[]>[] {
  return followers.map(async ({ pod, address }) => {
    try {
      note(`${pod}: REPLICAOF ${addressOf(to)} -> ${await fleet.follow(address, nameOf(to), access)}`);
      return [];
    } catch (error) {
      return [`${pod}: ${reasonOf(error)}`];
    }
  });
}

function tellAll({ fleet }: Deps, { cues, to, settings, access, note }: Acting): Promise<readonly string[]> {
  return tellSentinels(fleet, { cues, master: nameOf(to), settings, access, note });
}

/** Port 1 of one's own address is nobody's: whoever follows it takes no writes, and is nobody's replica. */
function followedAfter({ from, to, isLeaving }: Acting): Member["address"] {
  return isLeaving === true ? { host: from.address.host, port: 1 } : nameOf(to);
}

/** Where even this fails, Redis ends the pause by itself. */
async function resume({ fleet }: Deps, { from, access, note }: Acting): Promise<void> {
  const reply = await fleet.resumeWrites(from.address, access).catch(reasonOf);
  note(`${from.pod}: CLIENT UNPAUSE -> ${reply}`);
}

function addressOf(member: Member): string {
  return textOf(nameOf(member));
}

function textOf({ host, port }: Member["address"]): string {
  return `${host} ${port}`;
}

async function within<T>(clock: Clock, untilMs: number, promise: Promise<T>): Promise<T | "late"> {
  const over = new AbortController();
  const late = clock.sleep(Math.max(0, untilMs - clock.now()), over.signal).then(
    () => "late" as const,
    () => "late" as const,
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    over.abort();
  }
}
