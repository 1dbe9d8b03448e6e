import { expect, test } from "vitest";
import type { GroupFiles } from "../../../src/domain/deploy/group-files.ts";
import { type Manifest, objectText, refOf } from "../../../src/domain/deploy/manifest.ts";
import type { Rehearsal } from "../../../src/domain/deploy/rehearsal.ts";
import { type Ground, planDeploy, toRehearse } from "../../../src/domain/plans/deploy.ts";
import type { RedisNode, Topology } from "../../../src/domain/topology.ts";
import { announcing, group, redis, refused, sentinel, whole } from "../topology-builders.ts";

const object = (kind: string, name: string, component: string, more: object = {}): Manifest => ({
  apiVersion: "v1",
  kind,
  metadata: { name, labels: { "app.kubernetes.io/component": component } },
  ...more,
});
const set = (name: string, component: string, replicas: number) =>
  object("StatefulSet", name, component, { spec: { replicas, template: { spec: { containers: [] } } } });

const files: GroupFiles = {
  overlay: "staging",
  objects: [
    object("Service", "redis", "redis"),
    object("Service", "redis-0", "redis"),
    object("Service", "redis-sentinel", "sentinel"),
    set("redis", "redis", 3),
    set("redis-sentinel", "sentinel", 3),
    object("ConfigMap", "redis-ha", "redis"),
  ],
  bootstrap: [object("Pod", "redis-master", "redis"), object("Service", "redis-master", "redis")],
  digest: "d1",
};
const single: GroupFiles = {
  ...files,
  overlay: "single",
  objects: [object("Service", "redis", "redis"), set("redis", "redis", 1)],
};

const nobody = group([], [], { wanted: { redis: 0, sentinel: 0 } });
const empty: Ground = {
  topology: nobody,
  hasPassword: false,
  masterService: undefined,
  presentRedises: undefined,
};
const online = (host: string) => ({ host, port: 6379, state: "online", offset: 100, lagSeconds: 0 });
const attended = group(
  [redis("redis-0", { replicas: [online("10.0.1.2"), online("10.0.1.3")] }), ...whole.redises.slice(1)],
  whole.sentinels,
);
const there: Ground = {
  topology: announcing(attended),
  hasPassword: true,
  masterService: { keeper: "redis-ha-bot" },
  presentRedises: 3,
};

type Answer = (object: Manifest) => Rehearsal;
const created: Answer = (one) => ({ kind: "created", object: refOf(one) });
const unchanged: Answer = (one) => ({ kind: "unchanged", object: refOf(one) });
const plan = (ground: Ground, answer: Answer, from = files) =>
  planDeploy(from, ground, toRehearse(from, ground).map(answer));
const stepsOf = (ground: Ground, answer: Answer, from = files) => {
  const planned = plan(ground, answer, from);
  if (planned.kind !== "planned") throw new Error(JSON.stringify(planned));
  return planned.plan.steps.map((step) => (step.kind === "apply-objects" ? step.part : step.kind));
};
const bootstrap = (more: Parameters<typeof redis>[1] = {}): RedisNode => {
  const node = redis("redis-0", more);
  return { ...node, pod: { ...node.pod, name: "redis-master", uid: "uid-master", ip: "10.0.1.99" } };
};
const followers = ["redis-0", "redis-1", "redis-2"].map((name) => redis(name, { follows: "10.0.1.99" }));
const idle = ["redis-sentinel-0", "redis-sentinel-1", "redis-sentinel-2"].map((name) => {
  const node = sentinel(name);
  if (node.view.kind !== "answered") return node;
  const { monitors: _, ...view } = node.view;
  return { ...node, view };
});
const half = (topology: Topology): Ground => ({ ...there, topology });

test("an empty namespace takes all seven steps, the Services before the sets whose pods look for them", () => {
  expect(stepsOf(empty, created)).toEqual([
    "settings",
    "make-password",
    "bootstrap",
    "sentinel-services",
    "redis-services",
    "sentinels",
    "master-service",
    "redises",
    "retire-bootstrap",
    "remove-bootstrap",
    "prove-group",
  ]);
});

test("asks Kubernetes about each object, the Secret, the bootstrap master and a pod of each set", () => {
  expect(toRehearse(files, empty).map((one) => objectText(refOf(one)))).toEqual([
    ...files.objects.map((one) => objectText(refOf(one))),
    "Secret redis-ha",
    "Pod redis-master",
    "Service redis-master",
    "Pod redis-rehearsal",
    "Pod redis-sentinel-rehearsal",
  ]);
});

test("the bootstrap master's Service is applied before its pod, and only the pod is deleted", () => {
  const planned = plan(empty, created);
  const steps = planned.kind === "planned" ? planned.plan.steps : [];
  expect(steps[2]).toMatchObject({ objects: [{ kind: "Service" }, { kind: "Pod" }] });
  expect(steps[9]).toMatchObject({ kind: "remove-bootstrap", objects: [{ kind: "Pod", name: "redis-master" }] });
});

test("the StatefulSet redis is annotated for assisted failover, and no other", () => {
  const annotated = toRehearse(files, empty).filter(({ metadata }) => metadata.annotations !== undefined);
  expect(annotated.map(({ kind, metadata }) => [kind, metadata.name, metadata.annotations])).toEqual([
    ["StatefulSet", "redis", { "redis-ha/assisted-failover": "on" }],
  ]);
});

test("a whole group whose objects are as they should be has nothing to do", () => {
  expect(plan(there, unchanged)).toEqual({ kind: "nothing-to-do" });
});

test("a group whose objects are right and that is not whole is recovery's concern", () => {
  const broken = half(group([redis("redis-0", { silent: refused }), ...whole.redises.slice(1)], whole.sentinels));
  expect(plan(broken, unchanged)).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("2 of 3 Redis servers answer"),
    advice: expect.stringContaining("/redis recover"),
  });
});

test("a changed object is applied with those of its step, and the group proved; nobody is bootstrapped", () => {
  const answer: Answer = (one) =>
    one.kind === "ConfigMap" ? { kind: "changed", object: refOf(one), lines: ["data.A: 1 -> 2"] } : unchanged(one);
  expect(stepsOf(there, answer)).toEqual(["settings", "prove-group"]);
});

test("a changed template is told to restart the pods one by one", () => {
  const lines = ["spec.template.spec.containers[redis].image: redis:7.0.15 -> redis:7.2"];
  const answer: Answer = (one) =>
    objectText(refOf(one)) === "StatefulSet redis" ? { kind: "changed", object: refOf(one), lines } : unchanged(one);
  const planned = plan(there, answer);
  expect(planned).toMatchObject({
    plan: { notices: [expect.stringContaining("Service redis"), expect.stringContaining("pods one by one")] },
  });
});

test("a Service redis that is there stays as it is, and says who keeps it", () => {
  const ground = { ...empty, masterService: { keeper: "kubectl" } };
  expect(toRehearse(files, ground).map((one) => objectText(refOf(one)))).not.toContain("Service redis");
  const planned = plan(ground, created);
  expect(stepsOf(ground, created)).not.toContain("master-service");
  expect(planned).toMatchObject({ plan: { notices: [expect.stringContaining("kept by kubectl"), expect.anything()] } });
  expect(planned.kind === "planned" && planned.plan.steps.at(-1)).toMatchObject({ isServiceOurs: false });
});

test("with the bootstrap master there and the sets not yet, the rest of the steps is left", () => {
  const ground = { ...half(group([bootstrap()], [])), presentRedises: undefined, masterService: undefined };
  expect(stepsOf(ground, (one) => (one.kind === "StatefulSet" ? created(one) : unchanged(one)))).toEqual([
    "bootstrap",
    "sentinels",
    "redises",
    "retire-bootstrap",
    "remove-bootstrap",
    "prove-group",
  ]);
});

test("with all objects there, a set that is not in sync yet is waited for before the bootstrap master retires", () => {
  const syncing = half(group([bootstrap(), ...followers.slice(0, 2)], idle));
  expect(stepsOf(syncing, unchanged)).toEqual([
    "bootstrap",
    "redises",
    "retire-bootstrap",
    "remove-bootstrap",
    "prove-group",
  ]);
});

test("a bootstrap master that has handed over is only taken away", () => {
  const ground = half(group([bootstrap({ follows: "redis-0" }), ...whole.redises], whole.sentinels));
  expect(stepsOf(ground, unchanged)).toContain("remove-bootstrap");
});

test("a bootstrap master that has ended is taken away first, and made anew where no Redis is there", () => {
  const dead: RedisNode = { ...bootstrap(), view: { kind: "no-address" } };
  const ended: RedisNode = { ...dead, pod: { ...dead.pod, phase: "Failed" } };
  const ground = { ...empty, topology: group([ended], []) };
  expect(stepsOf(ground, created).slice(0, 4)).toEqual(["remove-bootstrap", "settings", "make-password", "bootstrap"]);
});

test("sets that have pods already form themselves: no bootstrap master comes beside them", () => {
  const ground = half(group(whole.redises, []));
  expect(stepsOf(ground, (one) => (one.metadata.name === "redis-sentinel" ? created(one) : unchanged(one)))).toEqual([
    "sentinel-services",
    "sentinels",
    "prove-group",
  ]);
});

test("one Redis needs no bootstrap master and no Sentinels", () => {
  expect(stepsOf(empty, created, single)).toEqual(["make-password", "master-service", "redises", "prove-group"]);
});

test("another size than the one that is there is refused", () => {
  expect(plan(there, unchanged, single)).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("has 3 replicas, and the overlay single has 1"),
  });
});

test("somebody else's Redis pods in the namespace are named, and nothing is planned beside them", () => {
  const theirs: RedisNode = { ...redis("redis-0"), pod: { ...redis("redis-0").pod, name: "redis-x7k2p" } };
  expect(plan(half(group([theirs], [])), created)).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("redis-x7k2p"),
  });
});

test("what Kubernetes refuses is told in its own words, with what to do, and nothing is touched", () => {
  const reason = "exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0";
  const answer: Answer = (one) =>
    one.kind === "Pod" ? { kind: "refused", object: refOf(one), cause: "quota", reason } : created(one);
  expect(plan(empty, answer)).toMatchObject({
    kind: "refused",
    reason: expect.stringMatching(/nothing was touched.*A pod of the StatefulSet redis: exceeded quota: small/),
    advice: expect.stringContaining("kubectl -n shop describe resourcequota"),
  });
});

test("the fingerprint moves with the files, with Kubernetes' answers and with the pods, and with nothing else", () => {
  const printOf = (ground: Ground, answer: Answer, from = files) => {
    const planned = plan(ground, answer, from);
    return planned.kind === "planned" ? planned.plan.fingerprint : "";
  };
  const first = printOf(empty, created);
  expect(printOf(empty, created)).toBe(first);
  const prints = [
    printOf(empty, created, { ...files, digest: "d2" }),
    printOf(empty, (one) => (one.kind === "ConfigMap" ? unchanged(one) : created(one))),
    printOf({ ...empty, topology: group([bootstrap()], []) }, created),
  ];
  expect(new Set([first, ...prints]).size).toBe(4);
});
