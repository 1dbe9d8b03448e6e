import { type ConfigurationOptions, PatchStrategy } from "@kubernetes/client-node";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { failure, patchAs, type Suite } from "./clients.ts";
import { idle, scriptSpec } from "./test-pod.ts";

const merge = patchAs(PatchStrategy.MergePatch);
const json = patchAs(PatchStrategy.JsonPatch);
const strategic = patchAs(PatchStrategy.StrategicMergePatch);
const apply: ConfigurationOptions = patchAs(PatchStrategy.ServerSideApply);

export function describePatches(suite: Suite): void {
  describe("patches", () => {
    let namespace = "";
    let name = "";
    let count = 0;
    beforeAll(async () => {
      namespace = await suite.kubernetes().freshNamespace();
    });
    beforeEach(async () => {
      count += 1;
      name = `patched-${count}`;
      const body = { metadata: { name, labels: { a: "1", b: "2" } }, data: { x: "1", y: "2" } };
      await suite.admin().core.createNamespacedConfigMap({ namespace, body });
    });

    test("a merge patch sets what it names and removes what is null, twice as well as once", async () => {
      const { core } = suite.admin();
      const body = { metadata: { labels: { a: "9", b: null } }, data: { y: "3" } };
      await core.patchNamespacedConfigMap({ namespace, name, body }, merge);
      const patched = await core.patchNamespacedConfigMap({ namespace, name, body }, merge);
      expect(patched.metadata?.labels).toEqual({ a: "9" });
      expect(patched.data).toEqual({ x: "1", y: "3" });
    });

    test("a merge patch that names another uid is a 422 about the uid", async () => {
      const { core } = suite.admin();
      const body = { metadata: { uid: "00000000-0000-0000-0000-000000000000", labels: { a: "9" } } };
      const refused = await failure(core.patchNamespacedConfigMap({ namespace, name, body }, merge));
      expect(refused).toMatchObject({
        code: 422,
        status: {
          reason: "Invalid",
          details: { causes: expect.arrayContaining([expect.objectContaining({ field: "metadata.uid" })]) },
        },
      });
    });

    test("a merge patch that names an old version is a 409", async () => {
      const { core } = suite.admin();
      const old = await core.readNamespacedConfigMap({ namespace, name });
      await core.patchNamespacedConfigMap({ namespace, name, body: { data: { x: "2" } } }, merge);
      const body = { metadata: { resourceVersion: old.metadata?.resourceVersion }, data: { x: "3" } };
      expect(await failure(core.patchNamespacedConfigMap({ namespace, name, body }, merge))).toMatchObject({
        code: 409,
      });
    });

    test("a JSON patch is applied as a whole or not at all", async () => {
      const { core } = suite.admin();
      const body = [
        { op: "test", path: "/data/x", value: "1" },
        { op: "replace", path: "/data/x", value: "2" },
        { op: "add", path: "/data/z", value: "new" },
        { op: "remove", path: "/data/y" },
      ];
      const patched = await core.patchNamespacedConfigMap({ namespace, name, body }, json);
      expect(patched.data).toEqual({ x: "2", z: "new" });
      expect(await failure(core.patchNamespacedConfigMap({ namespace, name, body }, json))).toMatchObject({
        code: 422,
      });
      expect((await core.readNamespacedConfigMap({ namespace, name })).data).toEqual({ x: "2", z: "new" });
    });

    test("a patch of what does not exist is a 404", async () => {
      const { core } = suite.admin();
      const body = { data: { x: "2" } };
      expect(await failure(core.patchNamespacedConfigMap({ namespace, name: "nope", body }, merge))).toMatchObject({
        code: 404,
        status: { reason: "NotFound" },
      });
    });

    test("a strategic merge patch joins lists by name: one environment variable changes, the others stay", async () => {
      const { apps } = suite.admin();
      const labels = { app: name };
      const spec = scriptSpec(idle, { env: [{ name: "ONE", value: "1" }] });
      await apps.createNamespacedStatefulSet({
        namespace,
        body: {
          metadata: { name },
          spec: {
            replicas: 0,
            serviceName: name,
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec },
          },
        },
      });
      const env = [{ name: "ONE", value: "2" }];
      const body = { spec: { template: { spec: { containers: [{ name: "redis", env }] } } } };
      const patched = await apps.patchNamespacedStatefulSet({ namespace, name, body }, strategic);
      const [container] = patched.spec?.template.spec?.containers ?? [];
      expect(container).toMatchObject({ image: "redis:7.0.15", command: ["sh", "-c", idle] });
      expect(container?.env?.find((entry) => entry.name === "ONE")?.value).toBe("2");
      expect(container?.env?.map((entry) => entry.name).toSorted()).toEqual(["DATA_DIR", "ONE", "POD_IP"]);
    });

    describe("server-side apply", () => {
      const applied = (data: Record<string, string>) => ({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "applied" },
        data,
      });

      test("creates, and removes what its manager no longer names", async () => {
        const { core } = suite.admin();
        const send = (data: Record<string, string>) =>
          core.patchNamespacedConfigMap(
            { namespace, name: "applied", body: applied(data), fieldManager: "bot" },
            apply,
          );
        expect((await send({ a: "1", b: "2" })).data).toEqual({ a: "1", b: "2" });
        expect((await send({ a: "1" })).data).toEqual({ a: "1" });
      });

      test("with dryRun=All answers what would be, and stores nothing", async () => {
        const { core } = suite.admin();
        const body = { ...applied({ a: "dry" }), metadata: { name: "dry" } };
        const query = { namespace, name: "dry", body, fieldManager: "bot", dryRun: "All" };
        expect((await core.patchNamespacedConfigMap(query, apply)).data).toEqual({ a: "dry" });
        expect(await failure(core.readNamespacedConfigMap({ namespace, name: "dry" }))).toMatchObject({ code: 404 });
      });

      test("conflicts with another manager's field, unless forced", async () => {
        const { core } = suite.admin();
        const body = (value: string) => ({ ...applied({ a: value }), metadata: { name: "shared" } });
        const send = (fieldManager: string, value: string, force?: boolean) => {
          const query = { namespace, name: "shared", body: body(value), fieldManager };
          return core.patchNamespacedConfigMap({ ...query, ...(force !== undefined && { force }) }, apply);
        };
        await send("first", "1");
        const refused = await failure(send("second", "2"));
        expect(refused).toMatchObject({ code: 409, status: { reason: "Conflict" } });
        expect(refused.status.message).toBe('Apply failed with 1 conflict: conflict with "first": .data.a');
        expect((await send("second", "1")).data).toEqual({ a: "1" });
        expect((await send("second", "2", true)).data).toEqual({ a: "2" });
        expect(await failure(send("first", "1"))).toMatchObject({ code: 409 });
      });
    });
  });
}
