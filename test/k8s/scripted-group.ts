import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderKustomization } from "../../src/kubernetes/render-kustomization.ts";
import { openConnections } from "../sandbox/deploy/connections.ts";

const base = fileURLToPath(new URL("../../k8s/redis-ha/base/", import.meta.url));
const graceSeconds = 30;

export type ScriptedGroup = ReturnType<typeof createScriptedGroup>;

export const redisNames = ["redis-0", "redis-1", "redis-2"] as const;
export const sentinelNames = ["redis-sentinel-0", "redis-sentinel-1", "redis-sentinel-2"] as const;

/**
 * The manifests' own scripts as local processes, without any Kubernetes: each pod is a loopback address that its Service
 * shares, and a directory that lasts as long as the pod.
 */
export function createScriptedGroup(network: string, password?: string) {
  const config =
    renderKustomization(base).find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "redis-ha")
      ?.data ?? {};
  const connections = openConnections(password);
  const folder = mkdtempSync(join(tmpdir(), "redis-ha-scripts-"));
  const pods = new Map<string, ChildProcess>();
  const names: readonly string[] = [...redisNames, ...sentinelNames];

  const host = (name: string) => `${network}.${names.indexOf(name) + 2}`;
  const port = (name: string) => (name.startsWith("redis-sentinel") ? 26_379 : 6379);
  const place = (name: string) => join(folder, name);

  function environment(name: string): NodeJS.ProcessEnv {
    const services = names.map((one) => [`${one.toUpperCase().replaceAll("-", "_")}_SERVICE_HOST`, host(one)]);
    return {
      ...config,
      ...Object.fromEntries(services),
      PATH: process.env["PATH"] ?? "",
      ...(password !== undefined && { PASSWORD: password }),
      MASTER_NAME: "shop",
      GRACE_SECONDS: `${graceSeconds}`,
      DATA_DIR: join(place(name), "data"),
      CONF_DIR: join(place(name), "conf"),
      POD_NAME: name,
      POD_NAMESPACE: "shop",
      POD_IP: host(name),
      BIND_ADDRESS: host(name),
    };
  }

  function start(name: string): void {
    for (const part of ["data", "conf"]) mkdirSync(join(place(name), part), { recursive: true });
    const script = name.startsWith("redis-sentinel") ? "start-sentinel.sh" : "start-redis.sh";
    const log = openSync(join(folder, `${name}.log`), "a");
    const child = spawn("sh", [join(base, "scripts", script)], {
      env: environment(name),
      detached: true,
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    pods.set(name, child);
  }

  async function end(name: string, signal: NodeJS.Signals): Promise<void> {
    const child = pods.get(name);
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    process.kill(signal === "SIGKILL" ? -child.pid : child.pid, signal);
    await gone;
  }

  /** What the kubelet does before it stops a container. */
  function leave(name: string, ...words: readonly string[]): Promise<void> {
    const child = spawn("sh", [join(base, "scripts", "leave.sh"), ...words], {
      env: environment(name),
      stdio: "ignore",
    });
    return new Promise((resolve) => child.once("exit", () => resolve()));
  }

  return {
    host,
    start,
    startAll: () => names.forEach(start),
    /** `kill -9` of the container's processes; its directory stays. */
    kill: (name: string) => end(name, "SIGKILL"),
    leave,
    /** The pod is told to go, goes, and its directory with it. */
    remove: async (name: string) => {
      if (!name.startsWith("redis-sentinel")) await leave(name);
      await end(name, "SIGTERM");
      rmSync(place(name), { recursive: true, force: true });
    },
    wipe: (name: string, part: "data" | "conf") => rmSync(join(place(name), part), { recursive: true, force: true }),
    conf: (name: string, file: string) => join(place(name), "conf", file),
    log: (name: string) => readFileSync(join(folder, `${name}.log`), "utf8"),
    call: (name: string, ...command: readonly [string, ...(string | number)[]]) =>
      connections.call({ host: host(name), port: port(name) }, ...command),
    connections,
    stop: async () => {
      connections.close();
      await Promise.all([...pods.keys()].map((name) => end(name, "SIGKILL")));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether a loopback address beside 127.0.0.1 can be used here without asking anybody. */
export function hasLoopbackNetwork(): boolean {
  return process.platform === "linux" && spawnSync("redis-server", ["--version"]).status === 0;
}
