import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { renderKustomization } from "../../src/kubernetes/render-kustomization.ts";
import { folderOf, renderGroup } from "./rendered-group.ts";

const group = renderGroup("base");
const set = (name: string) => {
  const found = group.sets.find((one) => one.name === name);
  const [container] = found?.template.spec.containers ?? [];
  if (found === undefined || container === undefined) throw new Error(`no ${name}`);
  return { ...found, spec: found.template.spec, container };
};
const redis = set("redis");
const sentinel = set("redis-sentinel");
const proxy = set("redis-proxy");
const conf = group.scripts["redis.conf"] ?? "";
const setting = (name: string) => new RegExp(`^${name} (.*)$`, "m").exec(conf)?.[1];

test("each image is upstream's, and its tag is named once", () => {
  expect(new Set(group.containers.map(({ image }) => image))).toEqual(new Set(["redis:7.0.15", "haproxy:2.6.12"]));
});

test("all pods start at once: nobody waits behind one that can't come (F1)", () => {
  for (const { podManagementPolicy } of [redis, sentinel]) expect(podManagementPolicy).toBe("Parallel");
});

test("a Redis hands over before it goes, and the script knows how long it may take (F3, F20)", () => {
  expect(redis.container.lifecycle?.preStop.exec.command).toEqual(["sh", "/scripts/leave.sh"]);
  const told = redis.container.env.find(({ name }) => name === "GRACE_SECONDS")?.value;
  expect(told).toBe(`${redis.spec.terminationGracePeriodSeconds}`);
});

test("a proxy serves on for a while when it is told to go, and ends within its grace period", () => {
  const [command, seconds] = proxy.container.lifecycle?.preStop.exec.command ?? [];
  expect(command).toBe("sleep");
  expect(Number(seconds)).toBeLessThan(proxy.spec.terminationGracePeriodSeconds);
});

test("loading, or looking for a master, is told from dead: neither is killed for it (F17, F1)", () => {
  for (const [{ container }, kind] of [
    [redis, "redis"],
    [sentinel, "sentinel"],
  ] as const) {
    const probe = (how: string) => ({ exec: { command: ["sh", `/scripts/probe-${kind}.sh`, how] } });
    expect(container).toMatchObject({
      startupProbe: { ...probe("ready"), periodSeconds: 1, failureThreshold: 3600 },
      livenessProbe: probe("live"),
      readinessProbe: probe("ready"),
    });
  }
  expect(group.scripts["probe-redis.sh"]).toMatch(/LOADING\*/);
});

test("each group has a master name of its own: its namespace (F12)", () => {
  for (const { env } of [redis.container, sentinel.container]) {
    const at = (name: string) => env.findIndex((one) => one.name === name);
    expect(env[at("MASTER_NAME")]?.value).toBe("$(POD_NAMESPACE)");
    // A variable can only be made of those before it.
    expect(at("POD_NAMESPACE")).toBeLessThan(at("MASTER_NAME"));
  }
  expect(group.settings["MASTER_NAME"]).toBeUndefined();
});

test("a master that is cut off stops taking writes before another is promoted (F6)", () => {
  expect(Number(setting("min-replicas-max-lag")) * 1000).toBeLessThan(Number(group.settings["DOWN_AFTER_MS"]));
});

test("a replica may be promoted for longer than Sentinel's TILT lasts (F15, F9)", () => {
  expect(Number(group.settings["DOWN_AFTER_MS"]) * 10).toBeGreaterThan(30_000 * 1.25);
});

test("a container that restarts finds its data (F10), and nothing hinders it from ending", () => {
  expect([setting("appendonly"), setting("save")]).toEqual(["yes", '""']);
  expect(redis.spec.securityContext).toMatchObject({ fsGroup: 999 });
});

test("nothing is set that only Redis 7 has and Valkey 8 lacks, and no command is renamed", () => {
  const known = [
    ...["appendonly", "appendfsync", "save", "repl-diskless-sync", "repl-diskless-sync-delay", "repl-backlog-size"],
    ...["min-replicas-max-lag", "repl-timeout", "repl-ping-replica-period", "tcp-keepalive", "shutdown-timeout"],
    ...["maxmemory-policy", "lazyfree-lazy-eviction", "lazyfree-lazy-expire"],
  ];
  expect([...conf.matchAll(/^([a-z-]+) /gm)].map(([, name]) => name).toSorted()).toEqual(known.toSorted());
});

test("no script puts the password on a command line, where every process of the node can read it", () => {
  expect(Object.values(group.scripts).join("\n")).not.toMatch(/redis-cli[^\n]*(-a|--pass|--askpass)\b/);
});

test("the scripts are POSIX shell that parses", () => {
  for (const [name, text] of Object.entries(group.scripts).filter(([file]) => file.endsWith(".sh"))) {
    expect(() => execFileSync("sh", ["-n"], { input: text, timeout: 5_000 }), name).not.toThrow();
  }
});

test("every setting that the scripts read is given", () => {
  const given = [...Object.keys(group.settings), ...group.containers.flatMap(({ env }) => env.map(({ name }) => name))];
  const scripts = Object.values(group.scripts).join("\n");
  const read = [...scripts.matchAll(/\$\{?([A-Z][A-Z_]+[A-Z])\b(?!:-)/g)].map(([, name]) => name);
  const ownWords = ["REDISCLI_AUTH", "AUTHENTICATION", "BIND_ADDRESS", "REDIS_"];
  const missing = new Set(
    read.filter((name) => name !== undefined && !given.includes(name) && !ownWords.includes(name)),
  );
  expect([...missing]).toEqual([]);
});

test("the bootstrap master starts as one, is adopted by no set, and never restarts (F6)", () => {
  const pod = renderKustomization(folderOf("bootstrap")).find(({ kind }) => kind === "Pod");
  expect(pod).toMatchObject({ kind: "Pod", metadata: { name: "redis-master" }, spec: { restartPolicy: "Never" } });
  for (const { selector } of group.sets) {
    const labels = new Map(Object.entries(pod?.metadata.labels ?? {}));
    expect(Object.entries(selector.matchLabels).every(([key, value]) => labels.get(key) === value)).toBe(false);
  }
});
