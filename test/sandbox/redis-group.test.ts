import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createRedisFleet } from "../../src/redis/redis-fleet.ts";
import { poll } from "./poll.ts";
import { startRedisGroup } from "./redis-group.ts";

const log = { debug() {}, info() {}, warn() {}, error() {} };

test("a group starts healthy, and leaves no process behind when it is closed", async () => {
  const group = await startRedisGroup({ redises: 2, sentinels: 2 });
  const pids = [...group.redises, ...group.sentinels].map((process) => process.pid());
  expect(await group.settled()).toEqual(group.redises[0]?.address);
  await group.close();
  expect(pids.filter(isAlive)).toEqual([]);
});

test("a killed master is followed by the Sentinels' own failover", async () => {
  const group = await startRedisGroup({ downAfterMs: 500 });
  try {
    const [master] = group.redises;
    await master?.kill();
    const named = await poll("a new master is named by all", async () => {
      const answers = await Promise.all(
        group.sentinels.map((one) => one.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", group.masterName)),
      );
      const hosts = new Set(answers.map(String));
      return hosts.size === 1 && ![...hosts][0]?.startsWith(`${master?.address.host},`) && [...hosts][0];
    });
    expect(group.redises.map(({ address }) => `${address.host},${address.port}`)).toContain(named);
  } finally {
    await group.close();
  }
});

test("Sentinels with a password of their own are reached with the group's password", async () => {
  const group = await startRedisGroup({ redises: 1, sentinels: 2, password: "pw-17", sentinelPassword: "pw-17" });
  const fleet = createRedisFleet({ timeoutMs: 900, log });
  try {
    const at = group.sentinels[0]?.address ?? { host: "", port: 0 };
    expect(await fleet.probeSentinel(at, { masterName: "mymaster", password: "pw-17" })).toMatchObject({
      kind: "answered",
      monitors: { flags: ["master"] },
    });
    expect(await fleet.probeSentinel(at, { masterName: "mymaster" })).toMatchObject({ kind: "denied", reason: "auth" });
  } finally {
    fleet.close();
    await group.close();
  }
});

test("a group ends with its owner, also when that is killed", async () => {
  const script = `
    const { startRedisGroup } = await import(${JSON.stringify(join(import.meta.dirname, "redis-group.ts"))});
    const group = await startRedisGroup({ redises: 1, sentinels: 1, quorum: 1 });
    const { pid } = { pid: (process) => process.pid() };
    console.log(JSON.stringify([...group.redises, ...group.sentinels].map(pid)));
  `;
  const owner = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output: string[] = [];
  owner.stdout.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  const line = await poll("it tells its processes", () => output.join("").includes("]") && output.join(""));
  const pids = (line.match(/\d+/g) ?? []).map(Number);
  expect(pids.filter(isAlive)).toHaveLength(2);
  owner.kill("SIGKILL");
  await poll("its processes are gone", () => pids.every((pid) => !isAlive(pid)));
});

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  // A process that nobody has waited for yet still takes signals; on Linux its lost program tells.
  if (process.platform === "linux") return existsSync(`/proc/${pid}/exe`);
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
