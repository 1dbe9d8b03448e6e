import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../../../eventually.ts";
import { type KubeObject, ownedBy } from "../kube-object.ts";
import { type MachineryUnderTest, sh, startMachineryUnderTest } from "../machinery-under-test.ts";
import { deletePod } from "./pods.ts";

let here: MachineryUnderTest;
beforeAll(async () => {
  here = await startMachineryUnderTest();
});
afterAll(() => here.close());

const pods = (app: string) =>
  here.store.list("pods", "shop").filter(({ metadata }) => metadata.labels?.["app"] === app);
const living = (app: string) => pods(app).filter(({ metadata }) => !metadata.deletionTimestamp);

test("a ReplicationController replaces a pod at once, without waiting for the one that goes", async () => {
  const containers = [sh("trap 'sleep 1; exit 0' TERM; while :; do sleep 0.05; done")];
  const template = { metadata: { labels: { app: "rc" } }, spec: { containers } };
  here.create("replicationcontrollers", "rc", { spec: { replicas: 2, selector: { app: "rc" }, template } });
  await eventually("two pods", () => living("rc").length === 2);
  const [first] = living("rc");
  if (first === undefined) throw new Error("there is none");
  await here.running(first.metadata.name);
  deletePod(here.store, here.read(first.metadata.name) ?? first);
  await eventually("a successor beside it", () => living("rc").length === 2 && pods("rc").length === 3);
  expect(living("rc").every(({ metadata }) => /^rc-[a-z0-9]{5}$/.test(metadata.name))).toBe(true);
  await eventually("the old one has gone", () => pods("rc").length === 2);
});

function owned(name: string, ...owners: readonly KubeObject[]): KubeObject {
  const ownerReferences = owners.map((owner) => ({ ...ownedBy(owner), controller: false }));
  return here.create("configmaps", name, { metadata: { ownerReferences }, data: { a: "b" } });
}

test("what is owned, by a controller or not, goes with its last owner", async () => {
  const one = here.create("configmaps", "owner-1", { data: { a: "b" } });
  const two = here.create("configmaps", "owner-2", { data: { a: "b" } });
  owned("by-one", one);
  owned("by-two", one, two);
  here.store.remove("configmaps", one);
  await eventually("the first is gone", () => here.read("by-one", "configmaps") === undefined);
  expect(here.read("by-two", "configmaps")).toBeDefined();
  here.store.remove("configmaps", two);
  await eventually("the second is gone", () => here.read("by-two", "configmaps") === undefined);
});

test("an owner outside namespaces is found where it is", async () => {
  const [node] = here.store.list("nodes");
  if (node === undefined) throw new Error("there is no node");
  owned("of-a-node", node);
  here.pod("later", { containers: [sh("exec sleep 60")] });
  await here.running("later");
  expect(here.read("of-a-node", "configmaps")).toBeDefined();
});

test("a namespace takes everything in it along, its pods in their own time", async () => {
  const metadata = {
    name: "doomed",
    uid: randomUUID(),
    resourceVersion: "",
    creationTimestamp: new Date().toISOString(),
  };
  const namespace = here.store.write("namespaces", { apiVersion: "v1", kind: "Namespace", metadata });
  const spec = {
    nodeName: "sandbox-1",
    containers: [sh("trap 'sleep 0.3; exit 0' TERM; while :; do sleep 0.05; done")],
  };
  const inside = { namespace: "doomed", resourceVersion: "", creationTimestamp: metadata.creationTimestamp };
  here.store.write("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...inside, name: "p", uid: randomUUID() },
    spec,
  });
  here.store.write("configmaps", {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { ...inside, name: "c", uid: randomUUID() },
  });
  const phase = () => Object(here.store.read("pods", "doomed", "p")?.["status"]).phase;
  await eventually("the pod runs", () => phase() === "Running");
  here.store.write("namespaces", {
    ...namespace,
    metadata: { ...namespace.metadata, deletionTimestamp: new Date().toISOString() },
  });
  await eventually("the map is gone", () => here.store.list("configmaps", "doomed").length === 0);
  expect(here.store.read("namespaces", "", "doomed")).toBeDefined();
  await eventually("the namespace is gone", () => here.store.read("namespaces", "", "doomed") === undefined);
  expect(here.store.list("pods", "doomed")).toEqual([]);
  expect(here.store.list("events", "doomed")).toEqual([]);
});
