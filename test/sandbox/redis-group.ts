import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Address, isSameAddress } from "../../src/domain/topology.ts";
import { takeLoopbackBlock } from "./loopback-block.ts";
import { poll } from "./poll.ts";
import { type Reaper, startReaper } from "./reaper.ts";
import { type RedisProcess, startRedisProcess } from "./redis-process.ts";

export type RedisGroupSettings = {
  readonly redises?: number;
  readonly sentinels?: number;
  readonly downAfterMs?: number;
  readonly failoverTimeoutMs?: number;
  readonly quorum?: number;
  readonly masterName?: string;
  /** `requirepass` and `masterauth` of the Redises; the Sentinels use it towards them. */
  readonly password?: string;
  /** `requirepass` of the Sentinels too. */
  readonly sentinelPassword?: string;
};

/** A group of real processes. The first Redis starts as the master. */
export type RedisGroup = {
  readonly masterName: string;
  readonly password?: string;
  readonly redises: readonly RedisProcess[];
  readonly sentinels: readonly RedisProcess[];
  /** One more Redis at a new address of the group's block; a master unless it follows somebody. */
  readonly addRedis: (following?: Address) => Promise<RedisProcess>;
  /** One more Sentinel at a new address; it runs idle unless it is told what to monitor. */
  readonly addSentinel: (monitored?: Address) => Promise<RedisProcess>;
  /** The arguments that `restart` takes to bring a Redis back as a replica of that address. */
  readonly redisArgs: (redis: Address, following?: Address) => readonly string[];
  /** Every Sentinel names the same live master and knows exactly the others. Throws after the deadline. */
  readonly settled: (deadlineMs?: number) => Promise<Address>;
  /** A process that somebody else started for this group: it ends with the group. */
  readonly adopt: (pid: number) => void;
  readonly close: () => Promise<void>;
};

/**
 * Starts real redis-server and redis-sentinel processes on 127.x addresses of their own, without persistence, and
 * resolves when the group is healthy. They end, and their files go, with `close` or with this process.
 */
export async function startRedisGroup(settings: RedisGroupSettings = {}): Promise<RedisGroup> {
  const block = await takeLoopbackBlock();
  const reaper = startReaper("redis-ha-group-");
  const { masterName = "mymaster", password } = settings;
  const redises: RedisProcess[] = [];
  const sentinels: RedisProcess[] = [];
  const next = { redis: 1, sentinel: 101 };
  const redisArgs = (at: Address, following?: Address) => argsOfRedis(at, following, password);

  async function addRedis(following?: Address): Promise<RedisProcess> {
    const address = { host: block.host(next.redis++), port: 6379 };
    const cwd = folder(reaper, address);
    const args = redisArgs(address, following);
    const process = await startRedisProcess({
      program: "redis-server",
      address,
      args,
      cwd,
      reaper,
      ...(password !== undefined && { password }),
    });
    insert(redises, process);
    return process;
  }

  async function addSentinel(monitored?: Address): Promise<RedisProcess> {
    const address = { host: block.host(next.sentinel++), port: 26379 };
    const cwd = folder(reaper, address);
    writeFileSync(join(cwd, "sentinel.conf"), sentinelConf(address, monitored, settings));
    const process = await startRedisProcess({
      program: "redis-sentinel",
      address,
      args: ["sentinel.conf"],
      cwd,
      reaper,
      ...(settings.sentinelPassword !== undefined && { password: settings.sentinelPassword }),
    });
    insert(sentinels, process);
    return process;
  }

  async function close(): Promise<void> {
    await Promise.all([...redises, ...sentinels].map((process) => process.kill()));
    await reaper.reap();
    await block.release();
  }

  const group: RedisGroup = {
    masterName,
    ...(password !== undefined && { password }),
    redises,
    sentinels,
    addRedis,
    addSentinel,
    redisArgs,
    settled: (deadlineMs = 15_000) => settled(masterName, redises, sentinels, deadlineMs),
    adopt: reaper.adopt,
    close,
  };
  try {
    await populate(group, settings);
    return group;
  } catch (error) {
    await close();
    throw error;
  }
}

// Several start at once: their order is that of their addresses, not of who was first.
function insert(processes: RedisProcess[], process: RedisProcess): void {
  processes.push(process);
  const last = ({ address }: RedisProcess) => Number(address.host.split(".").at(-1));
  processes.sort((a, b) => last(a) - last(b));
}

async function populate(group: RedisGroup, { redises = 3, sentinels = 3 }: RedisGroupSettings): Promise<void> {
  const master = redises === 0 ? undefined : await group.addRedis();
  await Promise.all(Array.from({ length: redises - 1 }, () => group.addRedis(master?.address)));
  // A Sentinel asks its master for replicas when it first connects: they should be there by then.
  await poll("the replicas are linked", async () => {
    const info = master === undefined ? "" : String(await master.command("INFO", "replication"));
    return (info.match(/state=online/g) ?? []).length >= redises - 1;
  });
  await Promise.all(Array.from({ length: sentinels }, () => group.addSentinel(master?.address)));
  if (master === undefined || sentinels === 0) return;
  await hurried(group.sentinels, () => group.settled());
}

// Sentinels greet each other every 2 s: too long to wait for in each test. Their own defaults are put back afterwards.
async function hurried<T>(sentinels: readonly RedisProcess[], work: () => Promise<T>): Promise<T> {
  await periods(sentinels, "200", "500");
  const result = await work();
  await periods(sentinels, "2000", "10000");
  return result;
}

async function periods(sentinels: readonly RedisProcess[], publish: string, info: string): Promise<void> {
  await Promise.all(
    sentinels.map((one) => one.command("SENTINEL", "DEBUG", "publish-period", publish, "info-period", info)),
  );
}

async function settled(
  masterName: string,
  redises: readonly RedisProcess[],
  sentinels: readonly RedisProcess[],
  deadlineMs: number,
): Promise<Address> {
  const live = sentinels.filter((one) => one.pid() !== undefined);
  return await poll(
    "every Sentinel names one master and knows all the others",
    async () => {
      const views = await Promise.all(live.map((one) => sentinelView(one, masterName)));
      const [first] = views;
      if (first === undefined || !views.every((view) => isSameAddress(view, first))) return false;
      const isExact = views.every(
        (view) =>
          view.replicas === redises.length - 1 && view.others === sentinels.length - 1 && view.flags === "master",
      );
      return isExact && { host: first.host, port: first.port };
    },
    deadlineMs,
  );
}

async function sentinelView(sentinel: RedisProcess, masterName: string) {
  const reply = await sentinel.command("SENTINEL", "MASTER", masterName).catch(() => []);
  const flat = Array.isArray(reply) ? reply.map(String) : [];
  const field = (name: string) => flat[flat.indexOf(name) + 1] ?? "";
  return {
    host: field("ip"),
    port: Number(field("port")),
    flags: field("flags"),
    replicas: Number(field("num-slaves")),
    others: Number(field("num-other-sentinels")),
  };
}

function folder(reaper: Reaper, { host }: Address): string {
  const path = join(reaper.directory, host);
  mkdirSync(path, { recursive: true });
  return path;
}

// Arguments, no file: Sentinel's CONFIG REWRITE has nothing to rewrite, so a restart brings the first role back.
function argsOfRedis({ host, port }: Address, following: Address | undefined, password: string | undefined): string[] {
  return [
    ...["--bind", host, "--port", `${port}`, "--save", "", "--appendonly", "no", "--repl-diskless-sync-delay", "0"],
    // The kernel gives connections to loopback the source 127.0.0.1: who they are must be said.
    ...["--replica-announce-ip", host, "--protected-mode", "no", "--shutdown-timeout", "0"],
    ...(following === undefined ? [] : ["--replicaof", following.host, `${following.port}`]),
    ...(password === undefined ? [] : ["--requirepass", password, "--masterauth", password]),
  ];
}

function sentinelConf({ host, port }: Address, monitored: Address | undefined, settings: RedisGroupSettings): string {
  const { masterName = "mymaster", downAfterMs = 1_000, failoverTimeoutMs = 10_000, quorum = 2 } = settings;
  const lines = [`bind ${host}`, `port ${port}`, "protected-mode no", `sentinel announce-ip ${host}`];
  if (settings.sentinelPassword !== undefined) {
    lines.push(`requirepass ${settings.sentinelPassword}`, `sentinel sentinel-pass ${settings.sentinelPassword}`);
  }
  if (monitored !== undefined) {
    lines.push(
      `sentinel monitor ${masterName} ${monitored.host} ${monitored.port} ${quorum}`,
      `sentinel down-after-milliseconds ${masterName} ${downAfterMs}`,
      `sentinel failover-timeout ${masterName} ${failoverTimeoutMs}`,
      `sentinel parallel-syncs ${masterName} 1`,
      ...(settings.password === undefined ? [] : [`sentinel auth-pass ${masterName} ${settings.password}`]),
    );
  }
  return `${lines.join("\n")}\n`;
}
