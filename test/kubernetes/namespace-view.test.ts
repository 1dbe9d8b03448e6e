import type { V1Pod } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { defaultMemberRules } from "../../src/kubernetes/member-rules.ts";
import { toNamespaceView } from "../../src/kubernetes/namespace-view.ts";

const memberView = { memberRules: defaultMemberRules, masterNameLabel: "redis-ha/master-name" };
const nothing = { pods: [], controllers: [], services: [] };

function pod(name: string, more: Partial<V1Pod> = {}): V1Pod {
  return {
    metadata: { name, uid: `uid-${name}`, labels: { name: "redis" }, ...more.metadata },
    spec: { containers: [{ name: "redis" }], nodeName: "node-1" },
    ...(more.status !== undefined && { status: more.status }),
  };
}

test("a pod that waits has a reason, no address and no readiness", () => {
  const status = {
    phase: "Running",
    podIP: "",
    conditions: [{ type: "Ready", status: "False" }],
    containerStatuses: [
      { name: "log", image: "", imageID: "", ready: true, restartCount: 0 },
      {
        name: "redis",
        image: "",
        imageID: "",
        ready: false,
        restartCount: 4,
        state: { waiting: { reason: "CrashLoopBackOff" } },
      },
    ],
  };
  expect(toNamespaceView({ ...nothing, pods: [pod("redis-0", { status })] }, memberView).pods).toEqual([
    {
      name: "redis-0",
      uid: "uid-redis-0",
      kind: "redis",
      port: 6379,
      phase: "Running",
      ready: false,
      restarts: 4,
      deleting: false,
      container: "redis",
      labels: { name: "redis" },
      node: "node-1",
      waiting: "CrashLoopBackOff",
    },
  ]);
});

test("a pod that was told to go is deleting, whatever its phase says", () => {
  const going = pod("redis-0", {
    metadata: { name: "redis-0", labels: { name: "redis" }, deletionTimestamp: new Date(0) },
    status: { phase: "Running" },
  });
  expect(toNamespaceView({ ...nothing, pods: [going] }, memberView).pods).toMatchObject([
    { deleting: true, phase: "Running" },
  ]);
});

test("a phase that is not known is Unknown", () => {
  const odd = pod("redis-0", { status: { phase: "Dreaming" } });
  expect(
    toNamespaceView({ ...nothing, pods: [odd, pod("redis-1")] }, memberView).pods.map(({ phase }) => phase),
  ).toEqual(["Unknown", "Unknown"]);
});

test("controllers of one kind add up; others do not count", () => {
  const redis = { labels: { name: "redis" }, containers: ["redis"] };
  const controllers = [
    { ...redis, replicas: 3 },
    { ...redis, replicas: 1 },
    { labels: { app: "shop" }, containers: ["php"], replicas: 7 },
  ];
  expect(toNamespaceView({ ...nothing, controllers }, memberView).wanted).toEqual({ redis: 4 });
});

test("assisted failover is on only where a controller of Redises says exactly so", () => {
  const set = (name: string, value: string) => ({
    labels: { name },
    containers: [name],
    replicas: 3,
    annotations: { "redis-ha/assisted-failover": value },
  });
  const isOn = (...controllers: ReturnType<typeof set>[]) =>
    toNamespaceView({ ...nothing, controllers }, memberView).assistedFailover;
  expect(isOn(set("redis", "on"))).toBe(true);
  expect(isOn(set("redis", "yes"))).toBeUndefined();
  expect(isOn(set("redis-sentinel", "on"))).toBeUndefined();
});

test("only a selector that asks for master names the master's label", () => {
  const service = (selector: Record<string, string>) => ({ spec: { selector } });
  const services = [{}, service({ name: "redis" }), service({ name: "redis", role: "master" })];
  expect(toNamespaceView({ ...nothing, services }, memberView).masterLabel).toBe("role");
  expect(
    toNamespaceView({ ...nothing, services: [service({ name: "redis" })] }, memberView).masterLabel,
  ).toBeUndefined();
});

test("a master name is told only where all pods that carry one agree", () => {
  const named = (name: string, master: string) =>
    pod(name, { metadata: { name, labels: { name: "redis", "redis-ha/master-name": master } } });
  const masterName = (pods: V1Pod[]) => toNamespaceView({ ...nothing, pods }, memberView).masterName;
  expect(masterName([named("redis-0", "shop"), pod("redis-1")])).toBe("shop");
  expect(masterName([named("redis-0", "shop"), named("redis-1", "cart")])).toBeUndefined();
});

test("a pod announces the address of the Service that our manifests give it alone, and no other's", () => {
  const service = (name: string, labels: Record<string, string>, clusterIP: string) => ({
    metadata: { name, labels },
    spec: { clusterIP, selector: { "statefulset.kubernetes.io/pod-name": name } },
  });
  const services = [service("redis-0", { "redis-ha/of": "pod" }, "10.96.0.7"), service("redis-1", {}, "10.96.0.8")];
  const { pods } = toNamespaceView({ ...nothing, pods: [pod("redis-0"), pod("redis-1")], services }, memberView);
  expect(pods.map(({ announces }) => announces)).toEqual(["10.96.0.7", undefined]);
});

test("the master's name is what the processes are told, which may be their namespace", () => {
  const told = (value: string): V1Pod => ({
    metadata: { name: "redis-0", namespace: "shop", labels: { name: "redis" } },
    spec: { containers: [{ name: "redis", env: [{ name: "MASTER_NAME", value }] }] },
  });
  const nameOf = (value: string) => toNamespaceView({ ...nothing, pods: [told(value)] }, memberView).masterName;
  expect([nameOf("$(POD_NAMESPACE)"), nameOf("cache")]).toEqual(["shop", "cache"]);
});
