import { expect, test } from "vitest";
import { classify, defaultMemberRules } from "../../src/kubernetes/member-rules.ts";

const ours = { "app.kubernetes.io/name": "redis-ha" };
const kinds = (labels: Record<string, string>, containers: string[]) =>
  classify({ labels, containers }, defaultMemberRules).map(
    ({ kind, container, port }) => `${kind} ${container} ${port}`,
  );

test("our manifests' pods are told apart by component", () => {
  expect(kinds({ ...ours, "app.kubernetes.io/component": "redis" }, ["redis"])).toEqual(["redis redis 6379"]);
  expect(kinds({ ...ours, "app.kubernetes.io/component": "sentinel" }, ["sentinel"])).toEqual([
    "sentinel sentinel 26379",
  ]);
});

test("another application's component redis is not ours", () => {
  expect(kinds({ "app.kubernetes.io/name": "shop", "app.kubernetes.io/component": "redis" }, ["redis"])).toEqual([]);
});

test("the Kubernetes example's Sentinel label needs a container that is called so", () => {
  expect(kinds({ name: "redis-sentinel", "redis-sentinel": "true" }, ["sentinel"])).toEqual([
    "sentinel sentinel 26379",
  ]);
  expect(kinds({ name: "shop", "redis-sentinel": "true" }, ["php"])).toEqual([]);
});

test("the Kubernetes example's first pod is a Redis and a Sentinel", () => {
  expect(kinds({ name: "redis", "redis-sentinel": "true", role: "master" }, ["master", "sentinel"])).toEqual([
    "redis master 6379",
    "sentinel sentinel 26379",
  ]);
});

test("the container is chosen by the rule's preference, not by the pod's order", () => {
  expect(kinds({ name: "redis" }, ["exporter", "master", "redis"])).toEqual(["redis redis 6379"]);
});

test("a rule without container names takes the first", () => {
  const rules = [{ kind: "redis", labels: { app: "cache" }, containers: [], port: 7000 }] as const;
  expect(classify({ labels: { app: "cache" }, containers: ["a", "b"] }, rules)).toEqual([
    { kind: "redis", container: "a", port: 7000 },
  ]);
});
