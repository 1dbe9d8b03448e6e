import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { startSentinel } from "../../src/flows/start-sentinel.ts";
import { renderKustomization } from "../../src/kubernetes/render-kustomization.ts";
import { createFakeCluster } from "../fakes/cluster.ts";
import { openConnections, readRole, readSentinel } from "./deploy/connections.ts";
import { groupSettings } from "./deploy/group-settings.ts";
import { until } from "./deploy/until.ts";

const base = fileURLToPath(new URL("runbook-group/", import.meta.url));
const settings = groupSettings(renderKustomization(base));
const password = 'a "b" \\c';

type Script = "start-redis.sh" | "start-sentinel.sh";
type Container = { readonly process: ChildProcess; readonly exited: Promise<number | null>; readonly kill: () => void };

// Each address is a pod; one loopback network for each run, so that two runs don't meet.
describe.skipIf(process.platform !== "linux")("the start scripts, on real processes", () => {
  const network = `127.${randomInt(100, 200)}.${randomInt(1, 250)}`;
  const bootstrap = `${network}.2`;
  const first = `${network}.3`;
  const sentinel = `${network}.4`;
  const nobody = `${network}.9`;
  const connections = openConnections(password);
  const started: Container[] = [];
  const folders = new Map<string, string>();

  afterEach(async () => {
    for (const { kill } of started) kill();
    await Promise.all(started.splice(0).map(({ exited }) => exited));
    for (const folder of folders.values()) rmSync(folder, { recursive: true, force: true });
    folders.clear();
  });

  /** A restart of the same script at the same address finds its files again, as a container does. */
  function start(script: Script, ip: string, service: string, more: Readonly<Record<string, string>> = {}): Container {
    const folder = folders.get(`${ip}/${script}`) ?? mkdtempSync(join(tmpdir(), "redis-ha-scripts-"));
    folders.set(`${ip}/${script}`, folder);
    const env = {
      ...settings,
      PATH: process.env["PATH"] ?? "",
      PASSWORD: password,
      DATA_DIR: folder,
      CONF_DIR: folder,
      POD_NAME: `pod-${ip}`,
      POD_NAMESPACE: "test",
      POD_IP: ip,
      BIND_ADDRESS: ip,
      REDIS_SENTINEL_SERVICE_HOST: service,
      ...more,
    };
    const child = spawn("sh", [join(base, "scripts", script)], { env, detached: true, stdio: "ignore" });
    const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
    const container = { process: child, exited, kill: () => signalGroup(child) };
    started.push(container);
    return container;
  }

  const redis = (host: string) => ({ host, port: 6379 });
  const roleIs = async (host: string, kind: "master" | "replica", master?: string) => {
    const role = await readRole(connections, redis(host));
    const isAsWanted = role.kind === kind && (role.kind === "master" || (role.master === master && role.connected));
    return isAsWanted ? undefined : `${host} is ${JSON.stringify(role)}`;
  };

  test("a Redis that nobody can give a role to stays alive, readable and no master", async () => {
    start("start-redis.sh", first, nobody);
    await until("it answers", 5_000, async () => void (await readRole(connections, redis(first))));
    expect(await readRole(connections, redis(first))).toMatchObject({
      kind: "replica",
      master: first,
      connected: false,
    });
    await expect(connections.call(redis(first), "SET", "key", "value")).rejects.toThrow("READONLY");
  });

  test("a Sentinel that finds no other waits without listening, and goes at once when it is told to", async () => {
    const waiting = start("start-sentinel.sh", sentinel, nobody);
    await expect(until("it listens", 1_500, () => ping(sentinel))).rejects.toThrow("not within");
    waiting.process.kill("SIGTERM");
    expect(await waiting.exited).toBe(0);
  });

  test("a waiting Sentinel guards the one that somebody starts beside it, and ends when that ends", async () => {
    start("start-redis.sh", bootstrap, nobody, { BOOTSTRAP: "true" });
    const waiting = start("start-sentinel.sh", sentinel, nobody);
    const folder = folders.get(`${sentinel}/start-sentinel.sh`) ?? "";
    await until("it waits", 5_000, async () => (existsSync(join(folder, "waiting")) ? undefined : "no sign of it"));
    await startByExec(folder);
    await until("it listens", 5_000, () => ping(sentinel));
    await until("it is guarded", 5_000, async () =>
      existsSync(join(folder, "waiting")) ? "still waiting" : undefined,
    );
    await connections.call({ host: sentinel, port: 26_379 }, "SHUTDOWN").catch(() => {});
    expect(await waiting.exited).toBe(1);
  });

  /** What the bot does in a waiting container. */
  async function startByExec(folder: string): Promise<void> {
    const { cluster, onExec, addPod } = createFakeCluster();
    addPod("test", { name: sentinel, kind: "sentinel", container: "c" });
    const env = { PATH: process.env["PATH"] ?? "", CONF_DIR: folder, BIND_ADDRESS: sentinel };
    onExec(({ command: [program = "", ...args], stdin }) => {
      const { status, stdout, stderr } = spawnSync(program, args, { env, input: stdin ?? "", encoding: "utf8" });
      return { stdout, stderr, exitCode: status ?? 1 };
    });
    const member = (host: string, port: number) => ({ pod: host, uid: host, container: "c", address: { host, port } });
    const monitor = { masterName: settings.MASTER_NAME, quorum: 2, downAfterMs: 5000, failoverTimeoutMs: 10_000 };
    const waiter = member(sentinel, 26_379);
    const step: Parameters<typeof startSentinel>[1]["step"] = {
      kind: "start-sentinel",
      sentinels: [waiter],
      master: member(bootstrap, 6379),
      settings: { ...monitor, parallelSyncs: 1 },
    };
    const access = { masterName: settings.MASTER_NAME, password };
    await startSentinel({ cluster }, { step, member: waiter, namespace: "test", access });
  }

  test("members find a master through any Sentinel, and keep a password that needs quoting", async () => {
    start("start-redis.sh", bootstrap, bootstrap, { BOOTSTRAP: "true" });
    start("start-sentinel.sh", bootstrap, bootstrap, { BOOTSTRAP: "true" });
    start("start-redis.sh", first, bootstrap);
    start("start-sentinel.sh", sentinel, bootstrap);
    await until("the replica follows", 10_000, () => roleIs(first, "replica", bootstrap));
    await until("the second Sentinel monitors the master", 10_000, async () => {
      const address = { host: sentinel, port: 26_379 };
      const [opinion] = await readSentinel(connections, address, "MASTER", settings.MASTER_NAME);
      return opinion?.["ip"] === bootstrap && opinion["flags"] === "master" ? undefined : opinion?.["flags"];
    });
  });

  test("a master whose container restarts empty does not wipe its replica, which is promoted instead (F10)", async () => {
    const master = start("start-redis.sh", bootstrap, bootstrap, { BOOTSTRAP: "true" });
    start("start-sentinel.sh", bootstrap, bootstrap, { BOOTSTRAP: "true" });
    start("start-redis.sh", first, bootstrap);
    await until("the replica follows", 10_000, () => roleIs(first, "replica", bootstrap));
    await connections.call(redis(bootstrap), "SET", "key", "value");
    await until("Sentinel knows the replica", 15_000, async () => {
      const address = { host: bootstrap, port: 26_379 };
      const known = await readSentinel(connections, address, "REPLICAS", settings.MASTER_NAME);
      return known.some(({ ip, flags }) => ip === first && flags === "slave") ? undefined : "it lists none";
    });

    master.kill();
    await master.exited;
    rmSync(folders.get(`${bootstrap}/start-redis.sh`) ?? "", { recursive: true, force: true });
    folders.delete(`${bootstrap}/start-redis.sh`);
    start("start-redis.sh", bootstrap, bootstrap);

    await until("the replica is master", 4_500, () => roleIs(first, "master"));
    await until("the old master follows it", 10_000, () => roleIs(bootstrap, "replica", first));
    expect(await connections.call(redis(bootstrap), "GET", "key")).toBe("value");
  });

  async function ping(host: string): Promise<string | undefined> {
    return (await connections.call({ host, port: 26_379 }, "PING")) === "PONG" ? undefined : "no PONG";
  }
});

function signalGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-child.pid, "SIGKILL");
}
