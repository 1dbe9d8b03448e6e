import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { poll } from "../sandbox/poll.ts";
import type { RedisGroup } from "../sandbox/redis-group.ts";
import type { RedisProcess } from "../sandbox/redis-process.ts";
import { startBotCore } from "./bot-core.ts";
import { byTurns, type Figure, quantile, timed } from "./measure.ts";

const nowhere = { host: "127.0.0.2", port: 1 };
const rounds = 5;

/**
 * From the approval to the verified agreement of all three views, from the runbook's state, against the shortest script
 * that knows the answer beforehand, reads nothing and polls the same proof. Both wait for the Sentinels' greetings.
 */
export async function benchRepair(): Promise<readonly Figure[]> {
  const { ours, floor } = await byTurns(rounds, oneOfOurs, oneScript);
  return [
    {
      name: "approval to verified agreement, the runbook's state, against the shortest script",
      ours: quantile(ours, 0.5),
      floor: quantile(floor, 0.5),
      unit: "ms",
      goal: 1.3,
    },
  ];
}

async function oneOfOurs(): Promise<number> {
  const bot = await startBotCore();
  try {
    await loseEverything(bot.group);
    const job = await bot.request("recover");
    const verify = job.plan.steps.findIndex(({ kind }) => kind === "verify");
    return await timed(async () => {
      await bot.approve(job.id);
      await poll(
        "the group is verified",
        async () => (await bot.store.readJob(job.id))?.progress[verify]?.state === "done",
        60_000,
        5,
      );
    });
  } finally {
    await bot.close();
  }
}

async function oneScript(): Promise<number> {
  // The same bot stands beside it, so that both share the machine with the same processes.
  const bot = await startBotCore();
  try {
    await loseEverything(bot.group);
    return await timed(() => script(bot.group));
  } finally {
    await bot.close();
  }
}

async function loseEverything(group: RedisGroup): Promise<void> {
  await Promise.all(group.sentinels.map((sentinel) => sentinel.kill()));
  await Promise.all(group.redises.map((redis) => redis.restart(group.redisArgs(redis.address, nowhere))));
}

async function script(group: RedisGroup): Promise<void> {
  const [master, ...replicas] = group.redises;
  if (master === undefined) throw new Error("no Redis");
  const { host, port } = master.address;
  await master.command("REPLICAOF", "NO", "ONE");
  await Promise.all(replicas.map((replica) => replica.command("REPLICAOF", host, `${port}`)));
  await Promise.all(group.sentinels.map((sentinel) => startSentinel(group, sentinel, host)));
  await master.command("SET", "marker", "here");
  await poll("everybody agrees", () => agree(group, host, replicas), 60_000, 5);
}

async function startSentinel(group: RedisGroup, { address, directory }: RedisProcess, master: string): Promise<void> {
  mkdirSync(join(directory, "script"), { recursive: true });
  const conf = join(directory, "script", "sentinel.conf");
  const lines = [
    `bind ${address.host}`,
    `port ${address.port}`,
    "protected-mode no",
    `sentinel announce-ip ${address.host}`,
    `sentinel monitor mymaster ${master} 6379 2`,
    "sentinel down-after-milliseconds mymaster 1000",
  ];
  writeFileSync(conf, `${lines.join("\n")}\n`);
  const child = spawn("redis-sentinel", [conf], { stdio: "ignore" });
  if (child.pid !== undefined) group.adopt(child.pid);
}

async function agree(group: RedisGroup, master: string, replicas: readonly RedisProcess[]): Promise<boolean> {
  const answers = await Promise.all([
    ...group.sentinels.map((sentinel) => seesAll(sentinel, master)),
    ...replicas.map(async (replica) => (await replica.command("GET", "marker")) === "here"),
  ]).catch(() => [false]);
  return answers.every((answer) => answer);
}

async function seesAll(sentinel: RedisProcess, master: string): Promise<boolean> {
  const reply = await sentinel.command("SENTINEL", "MASTER", "mymaster");
  const flat = Array.isArray(reply) ? reply.map(String) : [];
  const field = (name: string) => flat[flat.indexOf(name) + 1];
  const isExact = field("num-slaves") === "2" && field("num-other-sentinels") === "2";
  return field("ip") === master && field("flags") === "master" && isExact;
}
