import { readdirSync, readlinkSync } from "node:fs";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../../../eventually.ts";
import { deletePod } from "../controllers/pods.ts";
import { type MachineryUnderTest, sh, startMachineryUnderTest } from "../machinery-under-test.ts";

let here: MachineryUnderTest;
beforeAll(async () => {
  here = await startMachineryUnderTest();
});
afterAll(() => here.close());

function remove(pod: string, graceSeconds?: number): void {
  const object = here.read(pod);
  if (object === undefined) throw new Error(`${pod} is not there`);
  if (graceSeconds === undefined) {
    deletePod(here.store, object);
    return;
  }
  const times = { deletionTimestamp: new Date().toISOString(), deletionGracePeriodSeconds: graceSeconds };
  here.store.write("pods", { ...object, metadata: { ...object.metadata, ...times } });
}
const gone = (pod: string, withinMs?: number) =>
  eventually(`${pod} is gone`, () => here.read(pod) === undefined, withinMs);

/** Processes whose working directory is below this one. */
function processesIn(directory: string): readonly string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(directory);
    } catch {
      return false;
    }
  });
}

test("a deleted pod is told by its hook, then by TERM; the object goes when it has ended", async () => {
  const preStop = { exec: { command: ["sh", "-c", 'echo hook >>"$HOME/order"; sleep 0.2'] } };
  const script = `trap 'echo term >>"$HOME/order"; cat "$HOME/order" >"$OUT"; exit 0' TERM; while :; do sleep 0.05; done`;
  const out = `/tmp/deletion-test-${process.pid}`;
  const env = [{ name: "OUT", value: out }];
  here.pod("told", { containers: [sh(script, { lifecycle: { preStop }, env })] });
  await here.running("told");
  remove("told");
  await gone("told");
  const { readFileSync, rmSync } = await import("node:fs");
  expect(readFileSync(out, "utf8")).toBe("hook\nterm\n");
  rmSync(out);
});

test("a pod that does not listen is killed when its time is over, also when a second delete shortens it", async () => {
  const deaf = () => sh("trap '' TERM; while :; do sleep 0.05; done");
  here.pod("deaf", { terminationGracePeriodSeconds: 1, containers: [deaf()] });
  here.pod("hurried", { terminationGracePeriodSeconds: 30, containers: [deaf()] });
  await here.running("deaf");
  await here.running("hurried");
  const startedMs = Date.now();
  remove("deaf");
  remove("hurried");
  await gone("deaf", 5_000);
  expect(Date.now() - startedMs).toBeGreaterThan(900);
  remove("hurried", 1);
  await gone("hurried", 5_000);
});

test("a stopped container ends when its time is over", async () => {
  here.pod("stopped", { terminationGracePeriodSeconds: 1, containers: [sh("exec sleep 60")] });
  await here.running("stopped");
  here.machinery.signal({ namespace: "shop", pod: "stopped" }, "SIGSTOP");
  remove("stopped");
  await gone("stopped", 5_000);
});

test.each([0, 1, 2, 3, 5, 8, 12, 20, 60, 110])(
  "a pod that is deleted %i ms after it was made goes all the same",
  async (afterMs) => {
    here.pod(`early-${afterMs}`, {
      terminationGracePeriodSeconds: 1,
      containers: [sh("exec sleep 60"), sh("exec sleep 60", { name: "other" })],
    });
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    remove(`early-${afterMs}`);
    await gone(`early-${afterMs}`, 5_000);
  },
);

test("a pod that waits in back-off goes at once", async () => {
  here.pod("crashing", { containers: [sh("exit 1")] });
  await eventually("it backs off", () => here.containerOf("crashing")?.state.waiting?.reason === "CrashLoopBackOff");
  remove("crashing");
  await gone("crashing", 1_000);
});

test("a finalizer holds the object after the last process", async () => {
  const made = here.pod("held", { containers: [sh("exec sleep 60")] });
  await here.running("held");
  const now = here.read("held") ?? made;
  here.store.write("pods", { ...now, metadata: { ...now.metadata, finalizers: ["a.b/c"] } });
  remove("held");
  await eventually("only the finalizer holds it", () => here.read("held")?.metadata.deletionGracePeriodSeconds === 0);
  const left = here.read("held");
  if (left !== undefined) here.store.remove("pods", left);
});

test("daemons that an exec left behind end with the container's main process, and with the pod", async () => {
  here.pod("haunted", { containers: [sh("exec sleep 60")] });
  await here.running("haunted");
  const directory = (await here.exec("haunted", "pwd")).trim();
  const daemon = "setsid sh -c 'sleep 61 & sleep 62' >/dev/null 2>&1 </dev/null &";
  await here.exec("haunted", "sh", "-c", daemon);
  await eventually("the daemon runs", () => processesIn(directory).length >= 3);
  here.machinery.signal({ namespace: "shop", pod: "haunted" }, "SIGKILL");
  await eventually("all of that life is gone", () => processesIn(directory).length === 0);
  await eventually("it is back", () => here.containerOf("haunted")?.restartCount === 1);
  await here.running("haunted");
  await here.exec("haunted", "sh", "-c", daemon);
  await eventually("the daemon runs", () => processesIn(directory).length >= 3);
  remove("haunted", 1);
  await gone("haunted");
  await eventually("nothing is left", () => processesIn(directory).length === 0);
});

test("the object of a pod that is force-deleted goes first, its processes right after", async () => {
  const container = {
    name: "redis",
    image: "redis:7",
    args: ["--bind", "$(IP)", "--protected-mode", "no", "--save", ""],
  };
  const env = [{ name: "IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } }];
  const made = here.pod("forced", { containers: [{ ...container, env }] });
  const ip = await here.running("forced");
  await eventually("it listens", () => answers(ip));
  here.store.remove("pods", here.read("forced") ?? made);
  await eventually("it refuses", async () => !(await answers(ip)));
});

function answers(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(6379, host);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
