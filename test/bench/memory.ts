import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startBotRedis } from "../sandbox/bot-redis.ts";
import { takeAddressPool } from "../sandbox/kubernetes/address-pool.ts";
import { startKubernetes } from "../sandbox/kubernetes/start-kubernetes.ts";
import type { Store } from "../sandbox/kubernetes/store.ts";
import { poll } from "../sandbox/poll.ts";
import { type RedisGroup, startRedisGroup } from "../sandbox/redis-group.ts";
import { startSlack } from "../sandbox/slack/start-slack.ts";
import { type Link, startLinks } from "./links.ts";
import type { Figure } from "./measure.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const many = 100;
/** Long enough for every group's connections and a few readings. */
const settleMs = 25_000;

/**
 * Resident memory of the idle bot that watches a hundred groups, against the same that watches one, and of that against
 * a bare Node. The hundred groups are one real group, seen at the addresses of six hundred pods.
 */
export async function benchMemory(): Promise<readonly Figure[]> {
  if (process.platform !== "linux") return [];
  const group = await startRedisGroup();
  try {
    const one = await residentMiB(group, 1);
    const hundred = await residentMiB(group, many);
    const bare = await bareNodeMiB();
    return [
      { name: "resident memory, idle, watching one group, against a bare Node", ours: one, floor: bare, unit: "MiB" },
      {
        name: `resident memory, idle, watching ${many} groups, against watching one`,
        ours: hundred,
        floor: one,
        unit: "MiB",
      },
    ];
  } finally {
    await group.close();
  }
}

async function residentMiB(group: RedisGroup, count: number): Promise<number> {
  const slack = await startSlack({
    users: [{ id: "U1", name: "olga", about: "" }],
    channels: [{ id: "C1", name: "redis", topic: "" }],
    app: {
      name: "bench",
      botToken: "xoxb-bench",
      appToken: "xapp-bench",
      signingSecret: "bench-secret",
      commands: ["/redis"],
    },
  });
  const memory = await startBotRedis();
  const addresses = await takeAddressPool();
  const links: Link[] = [];
  const kubernetes = await startKubernetes({
    addresses,
    startMachinery: async ({ store }) => {
      for (let i = 0; i < count; i += 1)
        addGroup(store, { namespace: `group-${i}`, prefix: prefixes(group)[i] ?? "" }, { group, links });
      return { runtime: { exec: async () => ({ exitCode: 1 }), logs: async function* () {} }, close: async () => {} };
    },
  });
  const forwarding = await startLinks(links, 0);
  const directory = mkdtempSync(join(tmpdir(), "redis-ha-bench-"));
  writeFileSync(join(directory, "kubeconfig"), kubernetes.kubeConfigFor("bot"));
  const bot = spawn(process.execPath, [main], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      SLACK_BOT_TOKEN: "xoxb-bench",
      SLACK_APP_TOKEN: "xapp-bench",
      SLACK_API_URL: slack.apiUrl,
      SLACK_CHANNEL: "#redis",
      HTTP_HOST: "127.0.0.1",
      HTTP_PORT: "0",
      REDIS_URL: memory.url,
      KUBECONFIG: join(directory, "kubeconfig"),
      WATCH_GROUPS: Array.from({ length: count }, (_, i) => `group-${i}`).join(","),
      LOG_LEVEL: "error",
    },
  });
  try {
    await poll("the bot is connected", () => slack.connections() === 1 || (bot.exitCode !== null && undefined), 60_000);
    await sleep(settleMs);
    const alerts = slack.calls().filter(({ method }) => method === "chat.postMessage");
    if (alerts.length > 0) throw new Error(`the bot is not idle: ${JSON.stringify(alerts[0]?.args).slice(0, 500)}`);
    return readMiB(bot);
  } finally {
    bot.kill("SIGTERM");
    if (bot.exitCode === null) await once(bot, "exit");
    forwarding.close();
    await kubernetes.close();
    await memory.close();
    await slack.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function bareNodeMiB(): Promise<number> {
  const bare = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  await sleep(1000);
  const size = readMiB(bare);
  bare.kill();
  return size;
}

function readMiB({ pid }: ChildProcess): number {
  const [, kib = "NaN"] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kib) / 1024;
}

/** Prefixes of 127.x addresses, as long as the group's own, so that answers can be rewritten byte by byte. */
function prefixes(group: RedisGroup): readonly string[] {
  const own = prefixOf(group.redises[0]?.address.host ?? "");
  const thirds = Array.from({ length: 250 }, (_, i) => i).filter((i) => `127.200.${i}`.length === own.length);
  return Array.from({ length: 60 }, (_, i) => 180 + i).flatMap((second) =>
    thirds.map((third) => `127.${second}.${third}`),
  );
}

function prefixOf(host: string): string {
  return host.split(".").slice(0, 3).join(".");
}

function addGroup(
  store: Store,
  { namespace, prefix }: { readonly namespace: string; readonly prefix: string },
  { group, links }: { readonly group: RedisGroup; readonly links: Link[] },
): void {
  const stamp = { resourceVersion: "", creationTimestamp: "2026-01-01T00:00:00Z" };
  store.write("namespaces", {
    kind: "Namespace",
    apiVersion: "v1",
    metadata: { name: namespace, uid: randomUUID(), ...stamp },
  });
  const members = [
    ...group.redises.map(({ address }, i) => ({ address, name: `redis-${i}`, component: "redis" })),
    ...group.sentinels.map(({ address }, i) => ({ address, name: `redis-sentinel-${i}`, component: "sentinel" })),
  ];
  for (const { address, name, component } of members) {
    const there = prefixOf(address.host);
    const ip = address.host.replace(there, prefix);
    const rewritten = { here: `${prefix}.`, there: `${there}.` };
    links.push({ from: { host: ip, port: address.port }, to: address, prefix: rewritten });
    store.write("pods", {
      kind: "Pod",
      apiVersion: "v1",
      metadata: {
        name,
        namespace,
        uid: randomUUID(),
        ...stamp,
        labels: { "app.kubernetes.io/name": "redis-ha", "app.kubernetes.io/component": component },
      },
      spec: { containers: [{ name: component, image: "redis" }] },
      status: { phase: "Running", podIP: ip, containerStatuses: [] },
    });
  }
}
