import { beforeAll, describe, expect, test } from "vitest";
import { until } from "../until.ts";
import type { Suite } from "./clients.ts";
import { watching } from "./watching.ts";

export function describeWatch(suite: Suite): void {
  describe("watches", () => {
    let namespace = "";
    let path = "";
    beforeAll(async () => {
      namespace = await suite.kubernetes().freshNamespace();
      path = `/api/v1/namespaces/${namespace}/configmaps`;
    });

    test("tell in order what happened after a list's version, and nothing before it", async () => {
      const { core, config } = suite.admin();
      await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: "before" } } });
      const list = await core.listNamespacedConfigMap({ namespace });
      const made = await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: "after" } } });
      const watch = await watching(config, path, { resourceVersion: list.metadata?.resourceVersion ?? "" });
      await core.replaceNamespacedConfigMap({ namespace, name: "after", body: { ...made, data: { a: "1" } } });
      await core.deleteNamespacedConfigMap({ namespace, name: "after" });
      await until("three events", async () => watch.seen.length >= 3);
      watch.stop();
      expect(watch.seen.map(({ type, object }) => `${type} ${object.metadata?.name}`)).toEqual([
        "ADDED after",
        "MODIFIED after",
        "DELETED after",
      ]);
    });

    test("without a version begin with what is there", async () => {
      const { core, config } = suite.admin();
      await core.createNamespacedConfigMap({
        namespace,
        body: { metadata: { name: "there", labels: { pick: "me" } } },
      });
      const watch = await watching(config, path, { labelSelector: "pick=me" });
      await until("an event", async () => watch.seen.length >= 1);
      watch.stop();
      expect(watch.seen.map(({ type, object }) => `${type} ${object.metadata?.name}`)).toEqual(["ADDED there"]);
    });

    test("with a selector tell of a label that goes as a deletion", async () => {
      const { core, config } = suite.admin();
      const body = { metadata: { name: "leaving", labels: { of: "us" } } };
      const made = await core.createNamespacedConfigMap({ namespace, body });
      const resourceVersion = made.metadata?.resourceVersion ?? "";
      const watch = await watching(config, path, { labelSelector: "of=us", resourceVersion });
      const bare = { ...made, metadata: { ...made.metadata, labels: {} } };
      await core.replaceNamespacedConfigMap({ namespace, name: "leaving", body: bare });
      await until("an event", async () => watch.seen.length >= 1);
      watch.stop();
      expect(watch.seen.map(({ type, object }) => `${type} ${object.metadata?.name}`)).toEqual(["DELETED leaving"]);
    });

    test("from a version that is too old end with one ERROR event, a 410", async () => {
      const expired = await suite.kubernetes().expiredVersion();
      const { resourceVersion } = expired;
      const watch = await watching(suite.admin().config, expired.path, { resourceVersion });
      await until("an event", async () => watch.seen.length >= 1);
      expect(watch.seen).toMatchObject([{ type: "ERROR", object: { kind: "Status", code: 410, reason: "Expired" } }]);
      expect(await watch.ended).toBeNull();
    });

    test("are ended by the server after timeoutSeconds", async () => {
      const { config } = suite.admin();
      const startedMs = performance.now();
      const watch = await watching(config, path, { timeoutSeconds: "1" });
      expect(await watch.ended).toBeNull();
      expect(performance.now() - startedMs).toBeGreaterThan(800);
      expect(performance.now() - startedMs).toBeLessThan(5_000);
    });
  });
}
