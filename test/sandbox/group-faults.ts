import { CoreV1Api, type KubeConfig, type V1Pod } from "@kubernetes/client-node";
import type { PanelFault, PanelMember } from "./slack/page-api.ts";
import type { SlackSettings } from "./slack/settings.ts";
import type { WholeKubernetes } from "./start-whole-kubernetes.ts";

type PanelSource = NonNullable<SlackSettings["panel"]>;

const faults: readonly PanelFault[] = [
  { id: "kill", title: "Kill the master's process", explain: "its container restarts, at the same address" },
  {
    id: "pause",
    title: "Pause the master",
    explain: "it accepts connections and answers nothing; press again to let it go on",
  },
  { id: "delete-pod", title: "Delete the master's pod", explain: "a new pod comes, at a new address" },
  { id: "delete-redis", title: "Delete all Redis pods at once", explain: "all data is gone with them" },
  { id: "delete-sentinels", title: "Delete all Sentinels at once", explain: "nobody is left to fail over" },
  { id: "delete-all", title: "Delete all pods at once", explain: "what the runbook's “Recovery” tells of" },
];

const refreshMs = 500;

/** What can be broken in the sandbox's group, and how its pods are: the side panel. */
export async function createGroupFaults(deps: {
  readonly kubernetes: WholeKubernetes;
  readonly kubeConfig: KubeConfig;
  readonly namespace: string;
}): Promise<{ readonly panel: PanelSource; readonly stop: () => void }> {
  const { kubernetes, namespace } = deps;
  const core = deps.kubeConfig.makeApiClient(CoreV1Api);
  let pods: readonly V1Pod[] = [];
  let paused: string | undefined;
  const refresh = async () => {
    pods = (await core.listNamespacedPod({ namespace })).items;
  };
  await refresh();
  const timer = setInterval(() => refresh().catch(() => undefined), refreshMs);

  const master = () => nameOf(pods.find(({ metadata }) => metadata?.labels?.["redis-ha/role"] === "master"));
  const target = (pod: string) => ({ namespace, pod, container: "redis" });
  const remove = async (component: "redis" | "sentinel" | undefined) => {
    const labelSelector = component === undefined ? {} : { labelSelector: `app.kubernetes.io/component=${component}` };
    await core.deleteCollectionNamespacedPod({ namespace, ...labelSelector });
  };
  function pause(): string {
    if (paused !== undefined) {
      const pod = paused;
      paused = undefined;
      return kubernetes.signal(target(pod), "SIGCONT") ? `${pod} goes on.` : `${pod} was restarted meanwhile.`;
    }
    const pod = master();
    if (pod === undefined) return noMaster;
    paused = pod;
    kubernetes.signal(target(pod), "SIGSTOP");
    return `The Redis of ${pod} is paused.`;
  }
  async function onMaster(act: (pod: string) => Promise<string> | string): Promise<string> {
    await refresh();
    const pod = master();
    return pod === undefined ? noMaster : act(pod);
  }
  const acts: Readonly<Record<string, () => Promise<string> | string>> = {
    kill: () =>
      onMaster((pod) =>
        kubernetes.signal(target(pod), "SIGKILL") ? `Killed the Redis of ${pod}.` : `${pod} does not run.`,
      ),
    pause,
    "delete-pod": () =>
      onMaster((pod) => core.deleteNamespacedPod({ name: pod, namespace }).then(() => `Deleted ${pod}.`)),
    "delete-redis": () => remove("redis").then(() => "Deleted all Redis pods."),
    "delete-sentinels": () => remove("sentinel").then(() => "Deleted all Sentinel pods."),
    "delete-all": () => remove(undefined).then(() => "Deleted all pods."),
  };
  return {
    panel: {
      faults,
      members: () => pods.map(memberOf),
      run: async (faultId) => (await acts[faultId]?.()) ?? `There is no fault ${faultId}.`,
    },
    stop: () => clearInterval(timer),
  };
}

const noMaster = "No pod carries the label redis-ha/role=master now: there is no master to break.";

function nameOf(pod: V1Pod | undefined): string | undefined {
  return pod?.metadata?.name;
}

function memberOf(pod: V1Pod): PanelMember {
  const waiting = pod.status?.containerStatuses
    ?.map(({ state }) => state?.waiting?.reason)
    .find((reason) => reason !== undefined);
  const isReady = pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
  const phase = isReady ? "Ready" : pod.status?.phase === "Running" ? "Not ready" : (pod.status?.phase ?? "Pending");
  const state = pod.metadata?.deletionTimestamp === undefined ? (waiting ?? phase) : "Terminating";
  return { pod: nameOf(pod) ?? "", ip: pod.status?.podIP ?? "", state };
}
