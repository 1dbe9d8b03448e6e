import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../../../eventually.ts";
import { type MachineryUnderTest, sh, startMachineryUnderTest } from "../machinery-under-test.ts";

let here: MachineryUnderTest;
beforeAll(async () => {
  here = await startMachineryUnderTest();
});
afterAll(() => here.close());

const target = (pod: string) => ({ namespace: "shop", pod });

test("a killed container shows its end, comes back at the same address with the same data, and waits from the second on", async () => {
  const volumes = [{ name: "data", emptyDir: {} }];
  const volumeMounts = [{ name: "data", mountPath: "/data" }];
  const env = [{ name: "DATA", value: "/data" }];
  here.pod("killed", {
    containers: [sh('echo life >>"$DATA/lives"; cat "$DATA/lives"; exec sleep 60', { volumeMounts, env })],
    volumes,
  });
  const ip = await here.running("killed");
  expect(here.machinery.signal(target("killed"), "SIGKILL")).toBe(true);
  await eventually("its end shows", () => here.containerOf("killed")?.state.terminated?.exitCode === 137);
  expect(here.containerOf("killed")?.ready).toBe(false);
  await eventually("it is back", () => here.containerOf("killed")?.restartCount === 1);
  expect(await here.running("killed")).toBe(ip);
  expect(here.containerOf("killed")).toMatchObject({ lastState: { terminated: { exitCode: 137, reason: "Error" } } });
  await eventually("both lives are in the file", async () => (await here.logs("killed")) === "life\nlife\n");
  expect(await here.logs("killed", true)).toBe("life\n");

  here.machinery.signal(target("killed"), "SIGKILL");
  await eventually("it waits", () => here.containerOf("killed")?.state.waiting?.reason === "CrashLoopBackOff");
  expect(here.statusOf("killed")?.phase).toBe("Running");
  expect(here.events("killed")).toContain("BackOff: back-off 10s restarting failed container=main");
});

test("a container that ends is restarted, or not, as the restart policy says", async () => {
  here.pod("never", { restartPolicy: "Never", containers: [sh("echo out; exit 3")] });
  here.pod("on-failure", { restartPolicy: "OnFailure", containers: [sh("exit 0")] });
  here.pod("always", { containers: [sh("exit 0")] });
  await eventually("the first has failed", () => here.statusOf("never")?.phase === "Failed");
  await eventually("the second has succeeded", () => here.statusOf("on-failure")?.phase === "Succeeded");
  await eventually("the third starts again", () => (here.containerOf("always")?.restartCount ?? 0) > 0);
  expect(here.containerOf("never")?.state.terminated).toMatchObject({ exitCode: 3, reason: "Error" });
  expect(await here.logs("never")).toBe("out\n");
});

test("init containers run one after the other, and before the others", async () => {
  const volumeMounts = [{ name: "work", mountPath: "/work" }];
  const env = [{ name: "WORK", value: "/work" }];
  const add = (word: string) => sh(`echo ${word} >>"$WORK/order"`, { name: word, volumeMounts, env });
  here.pod("ordered", {
    initContainers: [add("first"), add("second")],
    containers: [sh('cat "$WORK/order"; exec sleep 60', { volumeMounts, env })],
    volumes: [{ name: "work", emptyDir: {} }],
  });
  await here.running("ordered");
  await eventually("it has read the order", async () => (await here.logs("ordered")) === "first\nsecond\n");
});

test("a pod whose init container fails for good has failed, and what would follow never ran", async () => {
  here.pod("broken-init", {
    restartPolicy: "Never",
    initContainers: [sh("exit 1", { name: "init" })],
    containers: [sh("exec sleep 60")],
  });
  await eventually("it has failed", () => here.statusOf("broken-init")?.phase === "Failed");
  expect(here.containerOf("broken-init")?.state.waiting?.reason).toBe("PodInitializing");
});

test("a program that is not on this machine is a container that crashes, told of once", async () => {
  here.pod("foreign", { containers: [{ name: "main", image: "x:1", command: ["no-such-program"] }] });
  await eventually("it backs off", () => here.containerOf("foreign")?.state.waiting?.reason === "CrashLoopBackOff");
  expect(here.containerOf("foreign")).toMatchObject({
    lastState: {
      terminated: { exitCode: 128, reason: "StartError", message: expect.stringContaining("no-such-program") },
    },
  });
  const failures = here.events("foreign").filter((event) => event.startsWith("Failed:"));
  expect(new Set(failures).size).toBe(failures.length);
});

test("an image without a command that the sandbox knows says so", async () => {
  here.pod("imaged", { containers: [{ name: "main", image: "registry.example/x/y:1" }] });
  await eventually("it says so", () =>
    here.containerOf("imaged")?.state.waiting?.message?.includes("registry.example/x/y:1"),
  );
  expect(here.containerOf("imaged")?.state.waiting?.reason).toBe("CreateContainerError");
});

test("a pod that the kubelet cannot make out harms nobody but itself", async () => {
  const made = here.pod("odd", { nodeName: "nowhere", containers: [sh("exec sleep 60")] });
  here.store.write("pods", {
    ...made,
    metadata: { ...made.metadata, name: "odder", uid: "odder" },
    spec: { nodeName: "sandbox-1", containers: [{ name: "main", env: "none" }] },
  });
  here.pod("beside", { containers: [sh("exec sleep 60")] });
  await here.running("beside");
  expect(here.events("odder").join()).toContain("Failed");
});

test("logs keep the last words, characters of several bytes, and follow to the end", async () => {
  here.pod("speaks", {
    restartPolicy: "Never",
    containers: [sh("printf '\\342\\202'; sleep 0.2; printf '\\254\\nlast words'")],
  });
  await here.running("speaks");
  let text = "";
  const options = { follow: true, previous: false, signal: AbortSignal.timeout(5_000) };
  for await (const piece of here.machinery.runtime.logs(target("speaks"), options)) text += String(piece);
  expect(text).toBe("€\nlast words");
});

test("exec gives the exit code and all that was written, and rejects where nothing runs", async () => {
  here.pod("target", { containers: [sh("exec sleep 60")] });
  await here.running("target");
  const many = await here.exec("target", "sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x");
  expect(many.length).toBe(3_000_000);
  await expect(here.exec("nobody", "true")).rejects.toThrow(/container not found/);
  await expect(here.exec("target", "no-such-program")).rejects.toThrow(/executable file not found/);
});
