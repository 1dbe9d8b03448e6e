import { describe, expect, test } from "vitest";
import type { KubeObject, Manifest } from "../kube-object.ts";
import { applyServerSide } from "./server-side-apply.ts";
import { trackUpdate } from "./track-update.ts";

const bare: KubeObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "p", namespace: "n", uid: "u", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" },
};

function applied(spec: object, labels?: Record<string, string>): Manifest {
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "p", ...(labels && { labels }) }, spec };
}
function apply(live: KubeObject, manifest: Manifest, name: string, force = false): KubeObject {
  const by = { name, apiVersion: "v1", time: "2026-01-01T00:00:00Z", subresource: undefined };
  return applyServerSide({ live, applied: manifest, by, force });
}
const one = { name: "one", image: "a" };
const two = { name: "two", image: "b" };

describe("server-side apply", () => {
  test("joins containers by name and removes the one that its manager no longer names", () => {
    const first = apply(bare, applied({ containers: [one, two] }), "bot");
    const other = apply(first, applied({ containers: [{ name: "three", image: "c" }] }), "someone");
    const again = apply(other, applied({ containers: [one] }), "bot");
    expect(again["spec"]).toEqual({ containers: [one, { name: "three", image: "c" }] });
  });

  test("leaves an item that another manager owns a part of", () => {
    const first = apply(bare, applied({ containers: [one, two] }), "bot");
    const other = apply(first, applied({ containers: [{ name: "two", workingDir: "/x" }] }), "someone");
    const again = apply(other, applied({ containers: [one] }), "bot");
    expect(again["spec"]).toEqual({ containers: [one, { name: "two", workingDir: "/x" }] });
  });

  test("tells two ports of one number apart by their protocol, which is TCP where none is given", () => {
    const tcp = { containerPort: 53 };
    const udp = { containerPort: 53, protocol: "UDP" };
    const first = apply(bare, applied({ containers: [{ ...one, ports: [tcp, udp] }] }), "bot");
    const named = { containers: [{ name: "one", ports: [{ containerPort: 53, protocol: "TCP", name: "dns" }] }] };
    const other = apply(first, applied(named), "someone");
    const dns = { containerPort: 53, protocol: "TCP", name: "dns" };
    expect(other["spec"]).toEqual({ containers: [{ ...one, ports: [dns, udp] }] });
  });

  test("names an item's field in a conflict by the item's key", () => {
    const first = apply(bare, applied({ containers: [one] }), "bot");
    expect(() => apply(first, applied({ containers: [{ name: "one", image: "z" }] }), "someone")).toThrow(
      'Apply failed with 1 conflict: conflict with "bot": .spec.containers[name="one"].image',
    );
  });

  test("conflicts with what an update wrote, and takes it over by force", () => {
    const first = apply(bare, applied({ containers: [one] }, { role: "master" }), "bot");
    const by = { name: "person", apiVersion: "v1", time: "2026-01-02T00:00:00Z", subresource: undefined };
    const after = { ...first, metadata: { ...first.metadata, labels: { role: "replica" } } };
    const live = trackUpdate({ before: first, after, by });
    const wanted = applied({ containers: [one] }, { role: "master" });
    expect(() => apply(live, wanted, "bot")).toThrow('conflict with "person" using v1: .metadata.labels.role');
    expect(apply(live, wanted, "bot", true).metadata.labels).toEqual({ role: "master" });
  });

  test("the same again changes nothing, not even the time of its entry", () => {
    const first = apply(bare, applied({ containers: [one] }), "bot");
    const by = { name: "bot", apiVersion: "v1", time: "2027-01-01T00:00:00Z", subresource: undefined };
    const manifest = applied({ containers: [one] });
    expect(applyServerSide({ live: first, applied: manifest, by, force: false })).toEqual(first);
  });
});
