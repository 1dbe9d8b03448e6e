import { CoreV1Api, type KubeConfig, PatchStrategy } from "@kubernetes/client-node";
import { patchAs } from "../kubernetes-api/clients.ts";
import { until } from "../until.ts";

/**
 * Lets others claim the volumes that claims of these namespaces had, once the namespaces are gone: one that was not made for its
 * claim stays with it for ever, and a cluster may have but a few. Nobody empties them.
 */
export async function giveBackVolumes(kubeConfig: KubeConfig, namespaces: readonly string[]): Promise<void> {
  const core = kubeConfig.makeApiClient(CoreV1Api);
  const volumes = async () => {
    const { items } = await core.listPersistentVolume();
    return items.filter(({ spec }) => namespaces.includes(spec?.claimRef?.namespace ?? ""));
  };
  const areFree = async () => (await volumes()).every(({ status }) => status?.phase === "Released");
  await until("nobody claims the volumes", areFree, { withinMs: 120_000, everyMs: 500 });
  for (const { metadata } of await volumes()) {
    const body = [{ op: "remove", path: "/spec/claimRef" }];
    await core.patchPersistentVolume({ name: metadata?.name ?? "", body }, patchAs(PatchStrategy.JsonPatch));
  }
}
