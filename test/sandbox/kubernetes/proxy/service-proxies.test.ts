import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../../../eventually.ts";
import { fieldsIn } from "../kube-object.ts";
import { type MachineryUnderTest, startMachineryUnderTest } from "../machinery-under-test.ts";

let here: MachineryUnderTest;
beforeAll(async () => {
  here = await startMachineryUnderTest();
});
afterAll(() => here.close());

// Answers its own name once the caller has said all; goes on for a second after TERM.
const server = `
const { createServer } = require("net");
const open = new Set();
createServer({ allowHalfOpen: true }, (socket) => {
  open.add(socket);
  socket.on("data", (data) => String(data) === "hold" ? socket.write("held") : undefined);
  socket.on("end", () => setTimeout(() => socket.end(process.env.NAME), 20));
  socket.on("error", () => {});
}).listen(7000, process.env.BIND_ADDRESS);
process.on("SIGTERM", () => setTimeout(() => process.exit(0), 1500));`;

function serving(name: string, labels: Record<string, string>, more: object = {}) {
  const readinessProbe = {
    exec: { command: ["sh", "-c", '[ ! -e "$HOME/unready" ]'] },
    periodSeconds: 1,
    failureThreshold: 1,
  };
  const env = [{ name: "NAME", value: name }];
  const ports = [{ name: "speak", containerPort: 7000 }];
  const command = [process.execPath, "-e", server];
  here.pod(
    name,
    { containers: [{ name: "main", image: "node:24", command, env, ports, readinessProbe, ...more }] },
    labels,
  );
}
function service(name: string, spec: object): string {
  const ports = [{ name: "s", port: 80, targetPort: "speak" }];
  return String(fieldsIn(here.create("services", name, { spec: { ports, ...spec } })["spec"])["clusterIP"]);
}
/** What a Service's address answers; the error's code where it does not. */
async function ask(host: string): Promise<string> {
  const socket = connect({ host, port: 80, allowHalfOpen: true });
  try {
    await once(socket, "connect");
    socket.end("who");
    return await text(socket);
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  } finally {
    socket.destroy();
  }
}
const slice = (name: string) =>
  here.store
    .list("endpointslices", "shop")
    .find(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === name);
const endpoints = (name: string) => {
  const all = slice(name)?.["endpoints"];
  return Array.isArray(all) ? all.map(fieldsIn) : [];
};

test("a Service refuses while nobody is ready behind it, and forwards by turns to those that are", async () => {
  const ip = service("turns", { selector: { app: "turns" } });
  expect(await ask(ip)).toBe("ECONNREFUSED");
  serving("a", { app: "turns" });
  serving("b", { app: "turns" });
  const heard = new Set<string>();
  await eventually("both have answered", async () => {
    heard.add(await ask(ip));
    return heard.has("a") && heard.has("b");
  });
  for (const pod of ["a", "b"]) await here.exec(pod, "sh", "-c", '>"$HOME/unready"');
  await eventually("it refuses again", async () => (await ask(ip)) === "ECONNREFUSED");
});

test("a label that moves takes new connections along, standing ones stay", async () => {
  serving("c", { app: "moves", role: "master" });
  serving("d", { app: "moves" });
  const ip = service("moves", { selector: { app: "moves", role: "master" } });
  await eventually("the first answers", async () => (await ask(ip)) === "c");
  const standing = connect(80, ip);
  standing.write("hold");
  await once(standing, "data");
  for (const [name, role] of [
    ["c", "none"],
    ["d", "master"],
  ] as const) {
    const pod = here.read(name);
    if (pod === undefined) throw new Error("it is not there");
    here.store.write("pods", { ...pod, metadata: { ...pod.metadata, labels: { app: "moves", role } } });
  }
  await eventually("the second answers", async () => (await ask(ip)) === "d");
  standing.write("hold");
  await once(standing, "data");
  const closed = once(standing, "close");
  here.machinery.signal({ namespace: "shop", pod: "c" }, "SIGKILL");
  await closed;
});

test("a pod that goes is not ready, yet serves while nobody else does; a ready one takes its place", async () => {
  serving("e", { app: "goes" });
  const ip = service("goes", { selector: { app: "goes" } });
  await eventually("it answers", async () => (await ask(ip)) === "e");
  const pod = here.read("e");
  if (pod === undefined) throw new Error("it is not there");
  const times = { deletionTimestamp: new Date().toISOString(), deletionGracePeriodSeconds: 10 };
  here.store.write("pods", { ...pod, metadata: { ...pod.metadata, ...times } });
  await eventually("it goes", () => fieldsIn(endpoints("goes")[0]?.["conditions"])["terminating"] === true);
  expect(endpoints("goes")[0]?.["conditions"]).toEqual({ ready: false, serving: true, terminating: true });
  expect(await ask(ip)).toBe("e");
  serving("f", { app: "goes" });
  await eventually("the other answers", async () => (await ask(ip)) === "f");
  await eventually("it is gone", () => here.read("e") === undefined);
  expect(await ask(ip)).toBe("f");
});

test("a headless Service has no address but names its pods, those that are not ready too where it wants that", async () => {
  const readinessProbe = { exec: { command: ["false"] } };
  serving("g", { app: "headless" }, { readinessProbe });
  await here.running("g");
  service("headless", { clusterIP: "None", selector: { app: "headless" } });
  service("headless-all", { clusterIP: "None", publishNotReadyAddresses: true, selector: { app: "headless" } });
  await eventually(
    "both have slices",
    () => endpoints("headless").length === 1 && endpoints("headless-all").length === 1,
  );
  expect(endpoints("headless")[0]?.["conditions"]).toEqual({ ready: false, serving: false, terminating: false });
  expect(endpoints("headless-all")[0]?.["conditions"]).toEqual({ ready: true, serving: true, terminating: false });
  expect(endpoints("headless")[0]).toMatchObject({ addresses: [here.statusOf("g")?.podIP], targetRef: { name: "g" } });
  expect(slice("headless")?.["ports"]).toEqual([{ name: "s", protocol: "TCP", port: 7000 }]);
});

test("a slice that somebody writes for a Service without selector is forwarded to, and the Service's end ends it all", async () => {
  serving("h", {});
  const host = await here.running("h");
  const ip = service("by-hand", {});
  here.create("endpointslices", "by-hand-1", {
    metadata: { labels: { "kubernetes.io/service-name": "by-hand" } },
    addressType: "IPv4",
    endpoints: [{ addresses: [host] }],
    ports: [{ name: "s", port: 7000 }],
  });
  await eventually("it answers", async () => (await ask(ip)) === "h");
  const made = here.read("by-hand", "services");
  if (made !== undefined) here.store.remove("services", made);
  await eventually("it refuses", async () => (await ask(ip)) === "ECONNREFUSED");
});
