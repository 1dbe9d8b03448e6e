import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { fieldsIn, type KubeObject } from "./kube-object.ts";

const maps = "/api/v1/namespaces/demo/configmaps";
const pods = "/api/v1/namespaces/demo/pods";
const merge = { type: "application/merge-patch+json" };

describe("deletion in the sandbox's API", () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApiUnderTest();
    await api.call("POST", "/api/v1/namespaces", { metadata: { name: "demo" } });
  });
  afterAll(() => api.server.close());

  async function pod(name: string, more: object = {}): Promise<KubeObject> {
    const spec = { terminationGracePeriodSeconds: 7, containers: [{ name: "redis", image: "redis:7.0.15" }] };
    await api.call("POST", pods, { metadata: { name, ...more }, spec });
    return stored(name);
  }
  function stored(name: string): KubeObject {
    const found = api.store.read("pods", "demo", name);
    if (!found) throw new Error(`${name} is not there`);
    return found;
  }
  /** What the scheduler does. */
  async function boundPod(name: string, more: object = {}): Promise<void> {
    const made = await pod(name, more);
    api.store.write("pods", { ...made, spec: { ...fieldsIn(made["spec"]), nodeName: "node-1" } });
  }

  test("a pod that no node has is gone at once", async () => {
    await pod("unbound");
    expect(await api.call("DELETE", `${pods}/unbound`)).toMatchObject({ code: 200, body: { kind: "Pod" } });
    expect((await api.call("GET", `${pods}/unbound`)).code).toBe(404);
  });

  test("a bound pod is marked with its own grace; a second deletion shortens it, and never lengthens it", async () => {
    await boundPod("bound");
    const grace = async (query: string) =>
      fieldsIn(fieldsIn((await api.call("DELETE", `${pods}/bound${query}`)).body)["metadata"])[
        "deletionGracePeriodSeconds"
      ];
    expect(await grace("")).toBe(7);
    expect(await grace("?gracePeriodSeconds=3")).toBe(3);
    expect(await grace("?gracePeriodSeconds=60")).toBe(3);
    expect(await grace("")).toBe(3);
    expect(stored("bound").metadata.generation).toBe(2);
    expect(await grace("?gracePeriodSeconds=0")).toBe(0);
    expect((await api.call("GET", `${pods}/bound`)).code).toBe(404);
  });

  test("finalizers hold what would be gone, until the last is taken away", async () => {
    await api.call("POST", maps, { metadata: { name: "held", finalizers: ["a.b/c"] } });
    expect(await api.call("DELETE", `${maps}/held`)).toMatchObject({
      body: { kind: "ConfigMap", metadata: { deletionGracePeriodSeconds: 0, finalizers: ["a.b/c"] } },
    });
    expect((await api.call("GET", `${maps}/held`)).code).toBe(200);
    await api.call("PATCH", `${maps}/held`, { metadata: { finalizers: null } }, merge);
    expect((await api.call("GET", `${maps}/held`)).code).toBe(404);
  });

  test("a bound pod whose containers have ended is let go by its last finalizer, not before", async () => {
    await boundPod("ended", { finalizers: ["a.b/c"] });
    await api.call("DELETE", `${pods}/ended`);
    await api.call("PATCH", `${pods}/ended`, { metadata: { labels: { a: "b" } } }, merge);
    const { metadata, ...rest } = stored("ended");
    api.store.write("pods", { ...rest, metadata: { ...metadata, deletionGracePeriodSeconds: 0 } });
    await api.call("PATCH", `${pods}/ended`, [{ op: "remove", path: "/metadata/finalizers" }], {
      type: "application/json-patch+json",
    });
    expect(api.store.read("pods", "demo", "ended")).toBeUndefined();
  });

  test("a dry run deletes nothing", async () => {
    await api.call("POST", maps, { metadata: { name: "tried" } });
    expect((await api.call("DELETE", `${maps}/tried?dryRun=All`)).code).toBe(200);
    expect((await api.call("DELETE", `${maps}/tried`, { dryRun: ["All"] })).code).toBe(200);
    expect((await api.call("GET", `${maps}/tried`)).code).toBe(200);
  });

  test("a collection is deleted as far as the selector goes", async () => {
    for (const name of ["a-1", "a-2", "b-1"]) {
      await api.call("POST", maps, { metadata: { name, labels: { of: name.slice(0, 1) } } });
    }
    const { body } = await api.call("DELETE", `${maps}?labelSelector=of=a`);
    expect(body).toMatchObject({ kind: "ConfigMapList", items: [{}, {}] });
    expect((await api.call("GET", `${maps}/b-1`)).code).toBe(200);
  });

  test("orphans are nobody's when their owner goes", async () => {
    const { body } = await api.call("POST", maps, { metadata: { name: "owner" } });
    const uid = String(fieldsIn(fieldsIn(body)["metadata"])["uid"]);
    const ownerReferences = [{ apiVersion: "v1", kind: "ConfigMap", name: "owner", uid }];
    await api.call("POST", maps, { metadata: { name: "child", ownerReferences } });
    await api.call("DELETE", `${maps}/owner`, { propagationPolicy: "Orphan" });
    expect((await api.call("GET", `${maps}/child`)).body).not.toHaveProperty("metadata.ownerReferences");
  });

  test("in the foreground nothing is deleted: that is absent", async () => {
    await api.call("POST", maps, { metadata: { name: "front" } });
    expect((await api.call("DELETE", `${maps}/front?propagationPolicy=Foreground`)).code).toBe(501);
    expect((await api.call("DELETE", `${maps}/front?propagationPolicy=Foo`)).code).toBe(422);
    expect((await api.call("GET", `${maps}/front`)).code).toBe(200);
  });

  test("a namespace that goes takes nothing new, and is its controller's to end", async () => {
    await api.call("POST", "/api/v1/namespaces", { metadata: { name: "going" } });
    expect((await api.call("DELETE", "/api/v1/namespaces/going")).body).toMatchObject({
      status: { phase: "Terminating" },
    });
    const path = "/api/v1/namespaces/going/configmaps";
    expect(await api.call("POST", path, { metadata: { name: "late" } })).toMatchObject({
      code: 403,
      body: { message: expect.stringContaining("because it is being terminated") },
    });
    await api.call("PATCH", "/api/v1/namespaces/going", { metadata: { labels: { a: "b" } } }, merge);
    expect((await api.call("GET", "/api/v1/namespaces/going")).code).toBe(200);
  });
});
