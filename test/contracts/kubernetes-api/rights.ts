import { KubeConfig, PatchStrategy } from "@kubernetes/client-node";
import { beforeAll, describe, expect, test } from "vitest";
import { clientsOf, failure, patchAs, type Suite } from "./clients.ts";
import { runInPod } from "./run-in-pod.ts";
import { idle, scriptPod, untilRunning } from "./test-pod.ts";

export function describeRights(suite: Suite): void {
  describe("rights", () => {
    let namespace = "";
    beforeAll(async () => {
      namespace = await suite.kubernetes().freshNamespace();
      const { core } = suite.admin();
      await core.createNamespacedSecret({
        namespace,
        body: { metadata: { name: "redis-ha" }, stringData: { a: "b" } },
      });
      await core.createNamespacedPod({ namespace, body: scriptPod("pod", idle) });
    });
    const viewer = () => clientsOf(suite.kubernetes().kubeConfigFor("viewer"));
    const bot = () => clientsOf(suite.kubernetes().kubeConfigFor("bot"));

    test("a viewer reads pods", async () => {
      expect((await viewer().core.listNamespacedPod({ namespace })).items).toHaveLength(1);
    });

    test("a viewer's Secret is forbidden in Kubernetes' own words", async () => {
      const refused = await failure(viewer().core.readNamespacedSecret({ namespace, name: "redis-ha" }));
      expect(refused).toMatchObject({
        code: 403,
        status: { kind: "Status", reason: "Forbidden", details: { name: "redis-ha", kind: "secrets" } },
      });
      const words = `^secrets "redis-ha" is forbidden: User "[^"]+" cannot get resource "secrets" in API group "" in the namespace "${namespace}"$`;
      expect(refused.status.message).toMatch(new RegExp(words));
    });

    test("a list, a named API group and a subresource are named in the words", async () => {
      const { core, apps } = viewer();
      const secrets = await failure(core.listNamespacedSecret({ namespace }));
      expect(secrets.status.message).toMatch(
        new RegExp(
          `^secrets is forbidden: User "[^"]+" cannot list resource "secrets" in API group "" in the namespace "${namespace}"$`,
        ),
      );
      const sets = await failure(apps.deleteNamespacedStatefulSet({ namespace, name: "any" }));
      expect(sets.status.message).toMatch(
        /^statefulsets\.apps "any" is forbidden: User "[^"]+" cannot delete resource "statefulsets" in API group "apps" in /,
      );
      const exec = await failure(core.connectGetNamespacedPodExec({ namespace, name: "pod", command: "true" }));
      expect(exec).toMatchObject({ code: 403 });
      expect(exec.status.message).toMatch(
        new RegExp(
          `^pods "pod" is forbidden: User "[^"]+" cannot get resource "pods/exec" in API group "" in the namespace "${namespace}"$`,
        ),
      );
    });

    test("a right of the whole cluster is named as one", async () => {
      const refused = await failure(viewer().core.createNamespace({ body: { metadata: { name: `${namespace}-x` } } }));
      expect(refused.status.message).toMatch(
        /^namespaces is forbidden: User "[^"]+" cannot create resource "namespaces" in API group "" at the cluster scope$/,
      );
    });

    test("a viewer's exec is refused before anything runs", async () => {
      await untilRunning(suite.admin(), namespace, "pod");
      const { config } = viewer();
      await expect(runInPod(config, { namespace, name: "pod" }, ["true"])).rejects.toMatchObject({
        message: "Unexpected server response: 403",
      });
    });

    test("the bot reads the group's Secret, labels pods and runs commands, but deletes none of them", async () => {
      const { core, config } = bot();
      expect((await core.readNamespacedSecret({ namespace, name: "redis-ha" })).data).toEqual({ a: "Yg==" });
      const labelled = { namespace, name: "pod", body: { metadata: { labels: { role: "master" } } } };
      const patched = await core.patchNamespacedPod(labelled, patchAs(PatchStrategy.MergePatch));
      expect(patched.metadata?.labels?.["role"]).toBe("master");
      await untilRunning(suite.admin(), namespace, "pod");
      expect((await runInPod(config, { namespace, name: "pod" }, ["true"])).status.status).toBe("Success");
      expect(await failure(core.deleteNamespacedPod({ namespace, name: "pod" }))).toMatchObject({ code: 403 });
    });

    test("a token that nobody issued is a 401 (the client keeps its body to itself)", async () => {
      const { core } = clientsOf(withToken(suite.admin().config, "not-a-token"));
      expect(await failure(core.listNamespacedPod({ namespace }))).toMatchObject({ code: 401 });
    });
  });
}

function withToken(config: KubeConfig, token: string): KubeConfig {
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error("the configuration has no cluster");
  const other = new KubeConfig();
  other.loadFromClusterAndUser(cluster, { name: "nobody", token });
  return other;
}
