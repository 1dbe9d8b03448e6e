import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../../../eventually.ts";
import { type MachineryUnderTest, sh, startMachineryUnderTest } from "../machinery-under-test.ts";

let here: MachineryUnderTest;
beforeAll(async () => {
  here = await startMachineryUnderTest();
});
afterAll(() => here.close());

const exec = (script: string) => ({ exec: { command: ["sh", "-c", script] } });
const soon = { periodSeconds: 1, failureThreshold: 1 };

test("a container is ready when its probe says so, and no longer when it does not", async () => {
  const readinessProbe = { ...exec('[ -e "$HOME/ready" ]'), ...soon };
  here.pod("shown", { containers: [sh("exec sleep 60", { readinessProbe })] });
  await here.running("shown");
  expect(here.containerOf("shown")?.ready).toBe(false);
  await here.exec("shown", "sh", "-c", '>"$HOME/ready"');
  await eventually("it is ready", () => here.containerOf("shown")?.ready);
  await here.exec("shown", "sh", "-c", 'rm "$HOME/ready"');
  await eventually("it is not ready", () => here.containerOf("shown")?.ready === false);
  expect(here.events("shown").join()).toContain("Unhealthy: Readiness probe failed");
  expect(here.containerOf("shown")?.restartCount).toBe(0);
});

test("a container is asked nothing else before its startup probe has succeeded once", async () => {
  const startupProbe = { ...exec('[ -e "$HOME/started" ]'), ...soon, failureThreshold: 30 };
  const readinessProbe = { ...exec('>>"$HOME/asked"'), ...soon };
  here.pod("slow", { containers: [sh("exec sleep 60", { startupProbe, readinessProbe })] });
  await here.running("slow");
  expect(here.containerOf("slow")).toMatchObject({ started: false, ready: false });
  expect(await here.exec("slow", "sh", "-c", '[ -e "$HOME/asked" ] || echo unasked')).toBe("unasked\n");
  await here.exec("slow", "sh", "-c", '>"$HOME/started"');
  await eventually("it is ready", () => here.containerOf("slow")?.ready);
});

test("a container that fails its liveness probe gets its hook, its TERM and its pod's grace, then starts anew", async () => {
  const livenessProbe = { ...exec('[ ! -e "$HOME/sick" ]'), ...soon };
  const preStop = exec('echo hook >>"$HOME/told"');
  const script = `trap 'echo term >>"$HOME/told"' TERM; rm -f "$HOME/sick"; while :; do sleep 0.05; done`;
  here.pod("sick", {
    terminationGracePeriodSeconds: 1,
    containers: [sh(script, { livenessProbe, lifecycle: { preStop } })],
  });
  await here.running("sick");
  await here.exec("sick", "sh", "-c", '>"$HOME/sick"');
  await eventually("it is back", () => here.containerOf("sick")?.restartCount === 1);
  await here.running("sick");
  expect(await here.exec("sick", "sh", "-c", 'cat "$HOME/told"')).toBe("hook\nterm\n");
  expect(here.events("sick").join()).toContain("Killing: Container main failed liveness probe, will be restarted");
});

test("a probe asks a port by number or by name, and by HTTP", async () => {
  const server = `require("http").createServer((q, r) => { r.statusCode = q.url === "/ok" ? 204 : 500; r.end() })
    .listen(8080, process.env.BIND_ADDRESS)`;
  const web = (readinessProbe: object) => ({
    name: "main",
    image: "node:24",
    command: [process.execPath, "-e", server],
    ports: [{ name: "web", containerPort: 8080 }],
    readinessProbe: { ...readinessProbe, ...soon },
  });
  here.pod("tcp", { containers: [web({ tcpSocket: { port: "web" } })] });
  here.pod("http", { containers: [web({ httpGet: { path: "/ok", port: 8080 } })] });
  here.pod("http-bad", { containers: [web({ httpGet: { path: "/bad", port: "web" } })] });
  await eventually("the port is there", () => here.containerOf("tcp")?.ready);
  await eventually("the page is there", () => here.containerOf("http")?.ready);
  await eventually("the other is refused", () => here.events("http-bad").join().includes("Unhealthy"));
  expect(here.containerOf("http-bad")?.ready).toBe(false);
});

test("a pod that goes is not asked whether it lives", async () => {
  const livenessProbe = { ...exec('[ ! -e "$HOME/going" ]'), ...soon };
  const preStop = exec('>"$HOME/going"; sleep 2.5');
  here.pod("going", { containers: [sh("exec sleep 60", { livenessProbe, lifecycle: { preStop } })] });
  await here.running("going");
  const object = here.read("going");
  if (object === undefined) throw new Error("it is not there");
  const times = { deletionTimestamp: new Date().toISOString(), deletionGracePeriodSeconds: 10 };
  here.store.write("pods", { ...object, metadata: { ...object.metadata, ...times } });
  await eventually("it is gone", () => here.read("going") === undefined);
  expect(here.events("going").join()).not.toContain("liveness");
});
