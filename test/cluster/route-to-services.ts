import { execFileSync } from "node:child_process";
import { connect } from "node:net";
import { CoreV1Api, type KubeConfig } from "@kubernetes/client-node";

/**
 * Lets this machine reach the Services of a cluster whose nodes it can reach, through the first node that is ready. Does nothing
 * where they are reached already. Throws what `ip` says, such as without the right to.
 */
export async function routeToServices(kubeConfig: KubeConfig): Promise<void> {
  const core = kubeConfig.makeApiClient(CoreV1Api);
  const { spec } = await core.readNamespacedService({ namespace: "default", name: "kubernetes" });
  const address = spec?.clusterIP ?? "";
  if (await isReached(address, spec?.ports?.[0]?.port ?? 443)) return;
  const { items } = await core.listNode();
  const node = items.find(({ status }) =>
    status?.conditions?.some((one) => one.type === "Ready" && one.status === "True"),
  );
  const via = node?.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "";
  execFileSync("ip", ["route", "replace", `${address.split(".").slice(0, 2).join(".")}.0.0/16`, "via", via], {
    timeout: 5_000,
  });
}

function isReached(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const say = (is: boolean) => () => {
      socket.destroy();
      resolve(is);
    };
    socket.once("connect", say(true)).once("error", say(false)).once("timeout", say(false));
  });
}
