import { randomUUID } from "node:crypto";
import { PatchStrategy, type V1StatefulSet } from "@kubernetes/client-node";
import { beforeAll, describe, expect, test } from "vitest";
import { until } from "../until.ts";
import { failure, patchAs, type Suite } from "./clients.ts";
import { shell } from "./run-in-pod.ts";
import { idle, scriptSpec, untilGone, untilReady } from "./test-pod.ts";

const merge = patchAs(PatchStrategy.MergePatch);
const name = "kept";
const labels = { app: name };
const claimName = `data-${name}-0`;
// A volume that somebody gave back may still hold what they wrote.
const mark = randomUUID();
const resources = { requests: { storage: "16Mi" } };

/** `data` is a volume of each pod's in the script's own spec, too: the claim takes its place. */
const set: V1StatefulSet = {
  metadata: { name },
  spec: {
    replicas: 1,
    serviceName: name,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: scriptSpec(idle) },
    volumeClaimTemplates: [
      { metadata: { name: "data", labels: { own: "label" } }, spec: { accessModes: ["ReadWriteOnce"], resources } },
    ],
  },
};

export function describeVolumeClaims(suite: Suite): void {
  describe("claims of volumes", () => {
    let namespace = "";
    beforeAll(async () => {
      namespace = await suite.kubernetes().freshNamespace();
      await suite.admin().apps.createNamespacedStatefulSet({ namespace, body: set });
      await untilReady(suite.admin(), namespace, `${name}-0`);
    });

    const readClaim = () => suite.admin().core.readNamespacedPersistentVolumeClaim({ namespace, name: claimName });
    const inPod = (script: string) => shell(suite.admin().config, { namespace, name: `${name}-0` }, script);
    const create = (spec: object) =>
      suite
        .admin()
        .core.createNamespacedPersistentVolumeClaim({ namespace, body: { metadata: { name: "other" }, spec } });
    const refusal = async (call: Promise<unknown>) => {
      const { code, status } = await failure(call);
      return { code, message: status["message"] };
    };

    test("a StatefulSet makes one for each of its pods, named and labelled after both, which is bound", async () => {
      const claim = await readClaim();
      expect(claim).toMatchObject({
        metadata: { labels: { ...labels, own: "label" }, finalizers: ["kubernetes.io/pvc-protection"] },
        spec: { accessModes: ["ReadWriteOnce"], volumeMode: "Filesystem", resources },
        status: { phase: "Bound" },
      });
      expect(claim.metadata?.ownerReferences).toBeUndefined();
      const pod = await suite.admin().core.readNamespacedPod({ namespace, name: `${name}-0` });
      const volume = pod.spec?.volumes?.find((one) => one.name === "data");
      expect(volume).toMatchObject({ name: "data", persistentVolumeClaim: { claimName } });
      expect(volume?.emptyDir).toBeUndefined();
    });

    test("what a pod wrote is there for its successor", async () => {
      const { core } = suite.admin();
      const before = await core.readNamespacedPod({ namespace, name: `${name}-0` });
      await inPod(`echo ${mark} >"$DATA_DIR/file"`);
      await core.deleteNamespacedPod({ namespace, name: `${name}-0` });
      await until("a successor", async () => {
        const { metadata } = await core.readNamespacedPod({ namespace, name: `${name}-0` });
        return metadata?.uid !== before.metadata?.uid;
      });
      await untilReady(suite.admin(), namespace, `${name}-0`);
      expect(await inPod('cat "$DATA_DIR/file"')).toBe(mark);
    });

    test("a claim that is deleted stays for as long as a pod uses it", async () => {
      await suite.admin().core.deleteNamespacedPersistentVolumeClaim({ namespace, name: claimName });
      expect((await readClaim()).metadata?.deletionTimestamp).toBeDefined();
      expect(await inPod('cat "$DATA_DIR/file"')).toBe(mark);
      await suite.admin().apps.patchNamespacedStatefulSet({ namespace, name, body: { spec: { replicas: 0 } } }, merge);
      await until("it is gone", async () => {
        const { items } = await suite.admin().core.listNamespacedPersistentVolumeClaim({ namespace });
        return items.length === 0;
      });
    });

    test("claims outlive their StatefulSet", async () => {
      const { apps } = suite.admin();
      await apps.patchNamespacedStatefulSet({ namespace, name, body: { spec: { replicas: 1 } } }, merge);
      await untilReady(suite.admin(), namespace, `${name}-0`);
      expect(await inPod('cat "$DATA_DIR/file" || true')).not.toContain(mark);
      await apps.deleteNamespacedStatefulSet({ namespace, name, body: { propagationPolicy: "Background" } });
      await untilGone(suite.admin(), namespace, `${name}-0`);
      expect((await readClaim()).status?.phase).toBe("Bound");
    });

    test("a claim needs a size and a mode, and keeps them", async () => {
      const accessModes = ["ReadWriteOnce"];
      expect(await refusal(create({ accessModes }))).toMatchObject({
        code: 422,
        message: 'PersistentVolumeClaim "other" is invalid: spec.resources[storage]: Required value',
      });
      expect(await refusal(create({ resources }))).toMatchObject({
        code: 422,
        message:
          'PersistentVolumeClaim "other" is invalid: spec.accessModes: Required value: at least 1 access mode is required',
      });
      expect((await create({ accessModes, resources })).status?.phase).toBe("Pending");
      const patch = { namespace, name: "other", body: { spec: { accessModes: ["ReadWriteMany"] } } };
      const { code, message } = await refusal(suite.admin().core.patchNamespacedPersistentVolumeClaim(patch, merge));
      expect(code).toBe(422);
      expect(message).toContain("spec: Forbidden: spec is immutable after creation");
    });
  });
}
