import type { V1Lease } from "@kubernetes/client-node";
import { beforeAll, describe, expect, test } from "vitest";
import { failure, type Suite } from "./clients.ts";

export function describeObjects(suite: Suite): void {
  describe("objects", () => {
    let namespace = "";
    beforeAll(async () => {
      namespace = await suite.kubernetes().freshNamespace();
    });

    test("an object that was created is read back with uid, version and time", async () => {
      const { core } = suite.admin();
      const body = { metadata: { name: "made", labels: { a: "b" } }, data: { key: "value" } };
      const made = await core.createNamespacedConfigMap({ namespace, body });
      expect(made.metadata?.uid).toMatch(/^[0-9a-f-]{36}$/);
      expect(made.metadata?.creationTimestamp).toBeInstanceOf(Date);
      const read = await core.readNamespacedConfigMap({ namespace, name: "made" });
      expect(read.metadata?.resourceVersion).toBe(made.metadata?.resourceVersion);
      expect(read).toMatchObject({ data: { key: "value" }, metadata: { namespace, labels: { a: "b" } } });
    });

    test("what does not exist is a 404 Status that names it", async () => {
      const { core } = suite.admin();
      expect(await failure(core.readNamespacedConfigMap({ namespace, name: "nope" }))).toMatchObject({
        code: 404,
        status: {
          kind: "Status",
          apiVersion: "v1",
          status: "Failure",
          reason: "NotFound",
          code: 404,
          message: 'configmaps "nope" not found',
          details: { name: "nope", kind: "configmaps" },
        },
      });
      expect(await failure(core.readNamespace({ name: `${namespace}-not` }))).toMatchObject({
        code: 404,
        status: { message: `namespaces "${namespace}-not" not found` },
      });
    });

    test("listing in a namespace that does not exist is an empty list; creating in it is a 404", async () => {
      const { core } = suite.admin();
      const nowhere = `${namespace}-not`;
      expect((await core.listNamespacedPod({ namespace: nowhere })).items).toEqual([]);
      const body = { metadata: { name: "x" } };
      expect(await failure(core.createNamespacedConfigMap({ namespace: nowhere, body }))).toMatchObject({
        code: 404,
        status: { message: `namespaces "${nowhere}" not found` },
      });
    });

    test("creating a name twice is a 409 AlreadyExists", async () => {
      const { core } = suite.admin();
      const body = { metadata: { name: "twice" } };
      await core.createNamespacedConfigMap({ namespace, body });
      expect(await failure(core.createNamespacedConfigMap({ namespace, body }))).toMatchObject({
        code: 409,
        status: { reason: "AlreadyExists", message: 'configmaps "twice" already exists' },
      });
    });

    test("an update from an old version is a 409 Conflict, one from the newest is stored", async () => {
      const { core } = suite.admin();
      const name = "versions";
      const old = await core.createNamespacedConfigMap({ namespace, body: { metadata: { name }, data: { n: "1" } } });
      const newer = await core.replaceNamespacedConfigMap({ namespace, name, body: { ...old, data: { n: "2" } } });
      expect(newer.metadata?.resourceVersion).not.toBe(old.metadata?.resourceVersion);
      const late = core.replaceNamespacedConfigMap({ namespace, name, body: { ...old, data: { n: "3" } } });
      const { code, status } = await failure(late);
      expect({ code, reason: status.reason }).toEqual({ code: 409, reason: "Conflict" });
      expect(status.message).toMatch(
        /"versions": the object has been modified; please apply your changes to the latest/,
      );
      expect((await core.readNamespacedConfigMap({ namespace, name })).data).toEqual({ n: "2" });
    });

    test("lists select by label and by name, and come in pages", async () => {
      const { core } = suite.admin();
      for (const name of ["page-1", "page-2", "page-3"]) {
        const labels = { paged: "yes", part: name };
        await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels } } });
      }
      const names = async (query: object) =>
        (await core.listNamespacedConfigMap({ namespace, ...query })).items.map(({ metadata }) => metadata?.name);
      expect(await names({ labelSelector: "paged=yes" })).toEqual(["page-1", "page-2", "page-3"]);
      expect(await names({ labelSelector: "paged=yes,part!=page-2" })).toEqual(["page-1", "page-3"]);
      expect(await names({ labelSelector: "part in (page-2, page-9)" })).toEqual(["page-2"]);
      expect(await names({ fieldSelector: "metadata.name=page-3" })).toEqual(["page-3"]);
      const first = await core.listNamespacedConfigMap({ namespace, labelSelector: "paged=yes", limit: 2 });
      expect(first.items).toHaveLength(2);
      const _continue = first.metadata?._continue ?? "";
      const rest = await core.listNamespacedConfigMap({ namespace, labelSelector: "paged=yes", limit: 2, _continue });
      expect(rest.items.map(({ metadata }) => metadata?.name)).toEqual(["page-3"]);
      expect(rest.metadata?._continue).toBeUndefined();
    });

    test("a Secret written as text is kept in base64", async () => {
      const { core } = suite.admin();
      const body = { metadata: { name: "secret" }, stringData: { password: "s3cret" } };
      await core.createNamespacedSecret({ namespace, body });
      const read = await core.readNamespacedSecret({ namespace, name: "secret" });
      expect(read.data).toEqual({ password: Buffer.from("s3cret").toString("base64") });
      expect(read.stringData).toBeUndefined();
    });

    test("of two holders of a lease who renew from the same version, one conflicts", async () => {
      const { coordination } = suite.admin();
      const name = "leader";
      const body: V1Lease = { metadata: { name }, spec: { holderIdentity: "first", leaseDurationSeconds: 15 } };
      const lease = await coordination.createNamespacedLease({ namespace, body });
      const take = (holderIdentity: string) =>
        coordination.replaceNamespacedLease({
          namespace,
          name,
          body: { ...lease, spec: { ...lease.spec, holderIdentity } },
        });
      expect((await take("second")).spec?.holderIdentity).toBe("second");
      expect(await failure(take("third"))).toMatchObject({ code: 409, status: { reason: "Conflict" } });
    });

    test("a deletion that names another uid is a 409; the right one deletes", async () => {
      const { core } = suite.admin();
      const name = "guarded";
      const made = await core.createNamespacedConfigMap({ namespace, body: { metadata: { name } } });
      const wrong = { preconditions: { uid: "00000000-0000-0000-0000-000000000000" } };
      expect(await failure(core.deleteNamespacedConfigMap({ namespace, name, body: wrong }))).toMatchObject({
        code: 409,
      });
      const uid = made.metadata?.uid ?? "";
      await core.deleteNamespacedConfigMap({ namespace, name, body: { preconditions: { uid } } });
      expect(await failure(core.readNamespacedConfigMap({ namespace, name }))).toMatchObject({ code: 404 });
    });

    test("an object with an invalid name is a 422 that says so", async () => {
      const { core } = suite.admin();
      const body = { metadata: { name: "Not_Valid" } };
      expect(await failure(core.createNamespacedConfigMap({ namespace, body }))).toMatchObject({
        code: 422,
        status: { reason: "Invalid" },
      });
    });
  });
}
