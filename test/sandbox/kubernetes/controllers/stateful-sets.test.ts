import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../../../eventually.ts";
import { fieldsIn } from "../kube-object.ts";
import { type MachineryUnderTest, sh, startMachineryUnderTest } from "../machinery-under-test.ts";
import { deletePod, isReady } from "./pods.ts";

let here: MachineryUnderTest;
beforeAll(async () => {
  here = await startMachineryUnderTest();
});
afterAll(() => here.close());

function set(name: string, spec: object, container: object = sh("exec sleep 60")) {
  const labels = { set: name };
  const template = { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } };
  return here.create("statefulsets", name, {
    spec: { serviceName: name, selector: { matchLabels: labels }, template, ...spec },
  });
}
const pods = (name: string) =>
  here.store.list("pods", "shop").filter(({ metadata }) => metadata.labels?.["set"] === name);
const names = (name: string) => pods(name).map(({ metadata }) => metadata.name);
const whole = (name: string, replicas: number) =>
  eventually(`${name} has ${replicas} ready pods`, () => pods(name).length === replicas && pods(name).every(isReady));
function change(name: string, spec: object): void {
  const now = here.read(name, "statefulsets");
  if (now === undefined) throw new Error(`${name} is not there`);
  here.store.write("statefulsets", { ...now, spec: { ...fieldsIn(now["spec"]), ...spec } });
}
function changeImage(name: string, image: string): void {
  const container = { ...sh("exec sleep 60"), image };
  const template = {
    metadata: { labels: { set: name } },
    spec: { terminationGracePeriodSeconds: 1, containers: [container] },
  };
  change(name, { template });
}
const images = (name: string) => pods(name).map((pod) => fieldsIn((Object(pod["spec"]).containers ?? [])[0])["image"]);

test("in order: one pod after the other is ready, and the highest goes first", async () => {
  const readinessProbe = { exec: { command: ["sh", "-c", '[ -e "$HOME/go" ]'] }, periodSeconds: 1 };
  set("ordered", { replicas: 2 }, sh("exec sleep 60", { readinessProbe }));
  await here.running("ordered-0");
  expect(names("ordered")).toEqual(["ordered-0"]);
  await here.exec("ordered-0", "sh", "-c", '>"$HOME/go"');
  await here.running("ordered-1");
  await here.exec("ordered-1", "sh", "-c", '>"$HOME/go"');
  await whole("ordered", 2);
  change("ordered", { replicas: 1 });
  await eventually("one is left", () => names("ordered").join() === "ordered-0");
});

test("in parallel: all at once, spread over the nodes; status tells how many are ready", async () => {
  set("spread", { replicas: 3, podManagementPolicy: "Parallel" });
  await whole("spread", 3);
  expect(new Set(pods("spread").map((pod) => fieldsIn(pod["spec"])["nodeName"])).size).toBe(3);
  await eventually(
    "status tells it",
    () => Object(here.read("spread", "statefulsets")?.["status"]).readyReplicas === 3,
  );
});

test("members stay apart on the nodes, whatever else runs there and whoever is replaced", async () => {
  here.pod("aaa", { nodeName: "sandbox-2", containers: [sh("exec sleep 60")] });
  here.pod("aab", { nodeName: "sandbox-2", containers: [sh("exec sleep 60")] });
  set("apart", { replicas: 3, podManagementPolicy: "Parallel" });
  await whole("apart", 3);
  expect(new Set(pods("apart").map((pod) => fieldsIn(pod["spec"])["nodeName"])).size).toBe(3);
});

test("a deleted pod's successor has its name, another uid and another address, and comes when the old one has ended", async () => {
  set("heir", { replicas: 1 }, sh("trap 'sleep 0.3; exit 0' TERM; while :; do sleep 0.05; done"));
  const ip = await here.running("heir-0");
  const before = here.read("heir-0");
  if (before === undefined) throw new Error("it is not there");
  const seen: string[] = [];
  const unsubscribe = here.store.subscribe(({ plural, type, object }) => {
    if (plural === "pods" && object.metadata.name === "heir-0" && type !== "MODIFIED")
      seen.push(`${type} ${object.metadata.uid}`);
  });
  deletePod(here.store, before);
  await eventually(
    "another is there",
    () => (here.read("heir-0")?.metadata.uid ?? before.metadata.uid) !== before.metadata.uid,
  );
  unsubscribe();
  expect(seen).toEqual([`DELETED ${before.metadata.uid}`, `ADDED ${here.read("heir-0")?.metadata.uid}`]);
  expect(await here.running("heir-0")).not.toBe(ip);
});

test("a new template replaces one pod at a time, from the highest on", async () => {
  set("rolled", { replicas: 3, podManagementPolicy: "Parallel" });
  await whole("rolled", 3);
  const order: string[] = [];
  const unsubscribe = here.store.subscribe(({ plural, type, object }) => {
    if (plural !== "pods" || object.metadata.labels?.["set"] !== "rolled") return;
    if (type === "DELETED") order.push(object.metadata.name);
    expect(pods("rolled").filter((pod) => !isReady(pod) || pod.metadata.deletionTimestamp).length).toBeLessThan(2);
  });
  const old = here.read("rolled", "statefulsets");
  changeImage("rolled", "busybox:2");
  await eventually("all are new", () => images("rolled").join() === "busybox:2,busybox:2,busybox:2");
  unsubscribe();
  expect(order).toEqual(["rolled-2", "rolled-1", "rolled-0"]);
  await whole("rolled", 3);
  const status = Object(here.read("rolled", "statefulsets")?.["status"]);
  expect(status.currentRevision).toBe(status.updateRevision);
  expect(status.currentRevision).not.toBe(Object(old?.["status"]).currentRevision);
});

test("a set whose pods never became ready is healed by a new template", async () => {
  const readinessProbe = { exec: { command: ["false"] } };
  set("broken", { replicas: 2, podManagementPolicy: "Parallel" }, sh("exec sleep 60", { readinessProbe }));
  await here.running("broken-1");
  changeImage("broken", "busybox:2");
  await whole("broken", 2);
  expect(images("broken")).toEqual(["busybox:2", "busybox:2"]);
});

test("a set that rolls on deletion only gives its new template to who is deleted", async () => {
  set("kept", { replicas: 2, podManagementPolicy: "Parallel", updateStrategy: { type: "OnDelete" } });
  await whole("kept", 2);
  changeImage("kept", "busybox:2");
  const last = here.read("kept-1");
  if (last === undefined) throw new Error("it is not there");
  deletePod(here.store, last);
  await eventually("one is new", () => images("kept").join() === "busybox:1,busybox:2");
  await whole("kept", 2);
  expect(images("kept")).toEqual(["busybox:1", "busybox:2"]);
});

test("the pods go with their set", async () => {
  const made = set("doomed", { replicas: 2, podManagementPolicy: "Parallel" });
  await whole("doomed", 2);
  here.store.remove("statefulsets", here.read("doomed", "statefulsets") ?? made);
  await eventually("they are gone", () => pods("doomed").length === 0);
});
