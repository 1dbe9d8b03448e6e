import { Redis } from "ioredis";
import { z } from "zod";
import { poll } from "../sandbox/poll.ts";
import type { RedisGroup } from "../sandbox/redis-group.ts";
import type { RedisProcess } from "../sandbox/redis-process.ts";
import { startBotCore } from "./bot-core.ts";
import { byTurns, type Figure, quantile } from "./measure.ts";
import { startForeignWriter } from "./writer-process.ts";

const rounds = 9;
const calmWrites = 150;

/**
 * The longest time in which an application that asks the Sentinels could not write, while mastership is handed over,
 * against the shortest script that knows the answer beforehand. Both over open connections; neither may lose a write.
 */
export async function benchHandOver(): Promise<readonly Figure[]> {
  const { ours, floor } = await byTurns(
    rounds,
    () => gapOf(byJob),
    () => gapOf(byScript),
  );
  return [
    {
      name: "write gap of a planned failover, as a client of Sentinel sees it, against the shortest script",
      ours: quantile(ours, 0.5),
      floor: quantile(floor, 0.5),
      unit: "ms",
      goal: 1.2,
    },
  ];
}

type Bot = Awaited<ReturnType<typeof startBotCore>>;

async function gapOf(handOver: (bot: Bot) => Promise<RedisProcess>): Promise<number> {
  // The same bot stands beside the script, so that both share the machine with the same processes.
  const bot = await startBotCore();
  const writer = startForeignWriter(bot.group);
  try {
    await poll("the writer writes", () => writer.acknowledged() > calmWrites, 20_000);
    // A replica that was just filled gets its first writes within a second.
    await poll("the replicas have them", () => haveAll(bot.group));
    const master = await handOver(bot);
    const sofar = writer.acknowledged();
    await poll("the writer goes on", () => writer.acknowledged() > sofar + calmWrites, 20_000);
    const gapMs = writer.longestGapMs();
    const lost = await writer.lostAt(master.address);
    if (lost > 0) throw new Error(`${lost} acknowledged writes were lost`);
    return gapMs;
  } finally {
    writer.stop();
    await bot.close();
  }
}

async function haveAll({ redises }: RedisGroup): Promise<boolean> {
  const has = await Promise.all(redises.map((redis) => redis.command("EXISTS", `write:${calmWrites}`)));
  return has.every((count) => count === 1);
}

async function byJob(bot: Bot): Promise<RedisProcess> {
  const job = await bot.request("failover");
  await bot.approve(job.id);
  await poll(
    "mastership has changed hands",
    async () => {
      const now = await bot.store.readJob(job.id);
      if (now?.endedAtMs !== undefined && now.state !== "done") throw new Error(`${now.state}: ${now.result}`);
      return now?.progress[0]?.state === "done";
    },
    20_000,
    5,
  );
  return nth(bot.group.redises, 1);
}

async function byScript({ group }: Bot): Promise<RedisProcess> {
  const [from, to, ...others] = group.redises.map(({ address }) => new Redis({ ...address, protocol: 2 }));
  if (from === undefined || to === undefined) throw new Error("no Redis");
  const sentinels = group.sentinels.map(({ address }) => new Redis({ ...address, protocol: 2 }));
  const { host, port } = nth(group.redises, 1).address;
  try {
    const hellos = await Promise.all(sentinels.map((one) => helloFor(one, group, host)));
    await Promise.all([to, ...others].map((redis) => redis.ping()));
    await from.call("CLIENT", "PAUSE", "500", "WRITE");
    const offset = Number(z.array(z.unknown()).parse(await from.call("ROLE"))[1]);
    while (Number(z.array(z.unknown()).parse(await to.call("ROLE"))[4]) < offset);
    await to.call("REPLICAOF", "NO", "ONE");
    await Promise.all([
      from.call("REPLICAOF", host, `${port}`),
      from.call("CLIENT", "UNPAUSE"),
      from.call("CLIENT", "KILL", "TYPE", "normal"),
      ...others.map((redis) => redis.call("REPLICAOF", host, `${port}`)),
      ...sentinels.map((one, i) => one.call("PUBLISH", "__sentinel__:hello", hellos[i] ?? "")),
    ]);
  } finally {
    for (const redis of [from, to, ...others, ...sentinels]) redis.disconnect();
  }
  return nth(group.redises, 1);
}

async function helloFor(sentinel: Redis, { masterName }: RedisGroup, host: string): Promise<string> {
  const [peer] = z.array(z.array(z.string())).parse(await sentinel.call("SENTINEL", "SENTINELS", masterName));
  const field = (name: string) => peer?.[peer.indexOf(name) + 1];
  return [field("ip"), field("port"), field("runid"), 50, masterName, host, 6379, 50].join(",");
}

function nth(redises: readonly RedisProcess[], i: number): RedisProcess {
  const redis = redises[i];
  if (redis === undefined) throw new Error(`no Redis ${i}`);
  return redis;
}
