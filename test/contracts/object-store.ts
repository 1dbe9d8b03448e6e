import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Manifest, refOf } from "../../src/domain/deploy/manifest.ts";
import type { ObjectStore } from "../../src/flows/object-ports.ts";
import { configMap, faultOf, idlePod, service, statefulSet } from "./object-store/objects.ts";
import { until } from "./until.ts";

/** An object store, and the hands of somebody else who writes into the same namespaces. */
export type ObjectStoreUnderTest = {
  readonly objects: ObjectStore;
  /** The same for an account that may only look. */
  readonly viewOnly: ObjectStore;
  /** One where nobody listens. */
  readonly unreachable: ObjectStore;
  readonly freshNamespace: () => Promise<string>;
  /** Server-side apply by another field manager, who takes what he names. */
  readonly applyAs: (manager: string, namespace: string, object: Manifest) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** What every `ObjectStore` does, the fake as well as the adapter. */
export function objectStoreContract(name: string, start: () => Promise<ObjectStoreUnderTest>): void {
  describe(`the object store of ${name}`, () => {
    let under: ObjectStoreUnderTest;
    let namespace = "";
    beforeAll(async () => {
      under = await start();
      namespace = await under.freshNamespace();
    });
    afterAll(() => under?.stop());
    const rehearse = async (object: Manifest, where = namespace) => (await under.objects.rehearse(where, [object]))[0];

    test("what is not there would be created, and a rehearsal does not create it", async () => {
      const objects = [configMap("redis-ha", { A: "1" }), service("redis-0"), statefulSet("redis")];
      const empty = await under.freshNamespace();
      for (const _ of [1, 2]) {
        expect(await under.objects.rehearse(empty, objects)).toEqual(
          objects.map((object) => ({ kind: "created", object: refOf(object) })),
        );
      }
    });

    test("what was applied is there, and applying it again would change nothing", async () => {
      const objects = [configMap("redis-ha", { A: "1" }), service("redis-0"), statefulSet("redis")];
      for (const object of objects) await under.objects.apply(namespace, object);
      for (const object of objects) await under.objects.apply(namespace, object);
      expect(await under.objects.rehearse(namespace, objects)).toEqual(
        objects.map((object) => ({ kind: "unchanged", object: refOf(object) })),
      );
    });

    test("an object that was found has a uid, a keeper and, if it is a Service, an address", async () => {
      const found = await under.objects.find(namespace, refOf(service("redis-0")));
      expect(found).toMatchObject({ isDeleting: false, keeper: "redis-ha-bot", address: { port: 6379 } });
      expect(found?.address?.host).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
      expect(found?.uid).toMatch(/^[0-9a-f-]{36}$/);
      expect(await under.objects.find(namespace, refOf(service("redis-1")))).toBeUndefined();
      expect(await under.objects.find(namespace, refOf(configMap("redis-ha", {})))).not.toHaveProperty("address");
    });

    test("a change is told field by field, as Kubernetes would make it", async () => {
      expect(await rehearse(service("redis-0", { publishNotReadyAddresses: true }))).toMatchObject({
        kind: "changed",
        lines: ["+ spec.publishNotReadyAddresses: true"],
      });
      expect(await rehearse(statefulSet("redis", { image: "redis:7.2" }))).toMatchObject({
        lines: ["spec.template.spec.containers[redis].image: redis:7.0.15 -> redis:7.2"],
      });
      expect(await rehearse(configMap("redis-ha", { B: "one\ntwo\n" }))).toMatchObject({
        lines: ["- data.A: 1", "+ data.B: one\ntwo\n"],
      });
    });

    test("a field that somebody else keeps is a conflict that names him, until the values are the same", async () => {
      const where = await under.freshNamespace();
      await under.applyAs("kubectl", where, configMap("redis-ha", { A: "theirs" }));
      const ours = configMap("redis-ha", { A: "ours" });
      const refused = await rehearse(ours, where);
      expect(refused).toMatchObject({ kind: "refused", cause: "conflict" });
      expect(refused).toHaveProperty("reason", expect.stringMatching(/conflict with "kubectl".*\.data\.A/s));
      expect(await faultOf(under.objects.apply(where, ours))).toBe("kubernetes-conflict");
      expect(await rehearse(configMap("redis-ha", { A: "theirs" }), where)).toMatchObject({ kind: "unchanged" });
      expect((await under.objects.find(where, refOf(ours)))?.keeper).toBe("kubectl");
    });

    test("what belongs to a Helm release is refused, whether or not it differs", async () => {
      const where = await under.freshNamespace();
      const theirs = service("redis");
      const labels = { "app.kubernetes.io/managed-by": "Helm" };
      const annotations = { "meta.helm.sh/release-name": "cache" };
      await under.applyAs("helm", where, { ...theirs, metadata: { ...theirs.metadata, labels, annotations } });
      expect(await rehearse(theirs, where)).toEqual({
        kind: "refused",
        object: refOf(theirs),
        cause: "foreign",
        reason: "It belongs to Helm release cache.",
      });
      expect((await under.objects.find(where, refOf(theirs)))?.keeper).toBe("Helm release cache");
    });

    test("a field that Kubernetes does not know is refused, not left out", async () => {
      const object = { ...configMap("redis-ha-scripts", {}), dta: {} };
      const refused = await rehearse(object);
      expect(refused).toMatchObject({ kind: "refused", cause: "invalid" });
      expect(refused).toHaveProperty("reason", expect.stringContaining("dta"));
      expect(await faultOf(under.objects.apply(namespace, object))).toBe("kubernetes-refused");
    });

    test("a namespace that does not exist is a fault", async () => {
      const where = `${namespace}-not`;
      expect(await faultOf(under.objects.rehearse(where, [service("redis")]))).toBe("kubernetes-not-found");
      expect(await faultOf(under.objects.apply(where, service("redis")))).toBe("kubernetes-not-found");
    });

    test("what an account may not do is refused in Kubernetes' words", async () => {
      const [refused] = await under.viewOnly.rehearse(namespace, [configMap("redis-ha-scripts", {})]);
      expect(refused).toMatchObject({ kind: "refused", cause: "forbidden" });
      expect(refused).toHaveProperty("reason", expect.stringContaining('configmaps "redis-ha-scripts" is forbidden'));
      expect(await faultOf(under.viewOnly.apply(namespace, service("redis-2")))).toBe("kubernetes-forbidden");
    });

    test("only the very object is deleted, and one that is gone is deleted", async () => {
      const pod = idlePod("redis-master", { terminationGracePeriodSeconds: 1 });
      const object = refOf(pod);
      await under.objects.apply(namespace, pod);
      const uid = (await under.objects.find(namespace, object))?.uid ?? "";
      const other = "00000000-0000-4000-8000-00000000dead";
      expect(await faultOf(under.objects.remove(namespace, { ...object, uid: other }))).toBe("kubernetes-conflict");
      expect(await under.objects.find(namespace, object)).toMatchObject({ isDeleting: false });
      for (const _ of [1, 2]) await under.objects.remove(namespace, { ...object, uid });
      await until("the pod is gone", async () => (await under.objects.find(namespace, object)) === undefined);
    });

    test("a set's rollout is told until all its pods are ready", async () => {
      const set = refOf(statefulSet("redis-sentinel"));
      expect(await under.objects.rollout(namespace, set)).toBeUndefined();
      await under.objects.apply(namespace, statefulSet("redis-sentinel", { replicas: 1 }));
      await until("the set's pod is ready", async () => {
        const rollout = await under.objects.rollout(namespace, set);
        return rollout?.isObserved === true && rollout.ready === 1 && rollout.updated === 1 && rollout.wanted === 1;
      });
      expect(await under.objects.hindrances(namespace)).toEqual([]);
    });

    test("a pod whose Secret is missing says so", async () => {
      const where = await under.freshNamespace();
      const env = [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "redis-ha", key: "password" } } }];
      await under.objects.apply(where, statefulSet("redis", { env, replicas: 1 }));
      const [hindrance] = await until("the pod is hindered", async () => {
        const found = await under.objects.hindrances(where);
        return found.length > 0 && found;
      });
      expect(hindrance).toMatchObject({ kind: "settings", object: "Pod redis-0" });
      expect(hindrance?.reason).toMatch(/secret "redis-ha" not found/);
    });

    test("a cluster where nobody listens is unreachable", async () => {
      expect(await faultOf(under.unreachable.rehearse(namespace, [service("redis")]))).toBe("kubernetes-unreachable");
      expect(await faultOf(under.unreachable.hindrances(namespace))).toBe("kubernetes-unreachable");
    });
  });
}
