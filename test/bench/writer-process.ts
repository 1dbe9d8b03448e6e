import { fork } from "node:child_process";
import { Redis } from "ioredis";
import { z } from "zod";
import type { Address } from "../../src/domain/topology.ts";
import { type CountingWriter, startWriter, type Written } from "../sandbox/counting-writer.ts";
import { poll } from "../sandbox/poll.ts";

const Report = z.object({ acknowledged: z.number(), longestGapMs: z.number(), lost: z.number().optional() });

/** An application in a process of its own: what the bot has to do takes none of its time. */
export type ForeignWriter = {
  readonly acknowledged: () => number;
  readonly longestGapMs: () => number;
  /** Ends, and tells how many acknowledged writes this Redis does not have. */
  readonly lostAt: (redis: Address) => Promise<number>;
  readonly stop: () => void;
};

const reportEveryMs = 20;

export function startForeignWriter({ masterName, sentinels }: Written): ForeignWriter {
  const child = fork(import.meta.filename, { stdio: "inherit" });
  let last: z.infer<typeof Report> = { acknowledged: 0, longestGapMs: 0 };
  child.on("message", (message) => {
    last = Report.parse(message);
  });
  child.send({ masterName, sentinels: sentinels.map(({ address }) => ({ address })) });
  return {
    acknowledged: () => last.acknowledged,
    longestGapMs: () => last.longestGapMs,
    lostAt: (redis) => {
      child.send(redis);
      return poll("the writes are counted", () => last.lost);
    },
    stop: () => void child.kill(),
  };
}

async function count(writer: CountingWriter, address: Address): Promise<void> {
  const redis = new Redis({ ...address, protocol: 2 });
  const longestGapMs = writer.longestGapMs();
  const lost = await writer.lostAt({ command: (name = "PING", ...args) => redis.call(name, ...args) });
  redis.disconnect();
  process.send?.({ acknowledged: writer.acknowledged(), longestGapMs, lost });
  process.disconnect();
}

if (process.send !== undefined && process.argv[1] === import.meta.filename) {
  process.once("message", (group: Written) => {
    const writer = startWriter(group);
    setInterval(() => {
      process.send?.({ acknowledged: writer.acknowledged(), longestGapMs: writer.longestGapMs() });
    }, reportEveryMs);
    process.once("message", (address: Address) => count(writer, address));
  });
  process.once("disconnect", () => process.exit(0));
}
