import type { V1Container, V1EnvVar, V1Pod, V1PodSpec } from "@kubernetes/client-node";
import { until } from "../until.ts";
import type { Clients } from "./clients.ts";

/** Lives until it is told to go, and then goes at once. */
export const idle = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

/** A Redis that listens where it may: a process without a container has one address of its own, not all. */
export const serve = [
  '[ -n "$BIND_ADDRESS" ] || BIND_ADDRESS=0.0.0.0',
  'exec redis-server --port 6379 --bind "$BIND_ADDRESS" --protected-mode no --save "" --dir "$DATA_DIR"',
].join("\n");

/** One container that runs a script; paths come from the environment, as a process without a container root needs it. */
export function scriptSpec(script: string, more: Partial<V1Container> = {}): V1PodSpec {
  const env: V1EnvVar[] = [
    { name: "DATA_DIR", value: "/data" },
    { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
    ...(more.env ?? []),
  ];
  return {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 5,
    volumes: [{ name: "data", emptyDir: {} }],
    containers: [
      {
        name: "redis",
        image: "redis:7.0.15",
        imagePullPolicy: "IfNotPresent",
        command: ["sh", "-c", script],
        ...more,
        env,
        volumeMounts: [{ name: "data", mountPath: "/data" }, ...(more.volumeMounts ?? [])],
      },
    ],
  };
}

export function scriptPod(name: string, script: string, more: Partial<V1Container> = {}): V1Pod {
  return { metadata: { name, labels: { app: name } }, spec: scriptSpec(script, more) };
}

export async function untilRunning(clients: Clients, namespace: string, name: string): Promise<V1Pod> {
  return untilPod(clients, { namespace, name, what: "running" }, (pod) => {
    return pod.status?.containerStatuses?.[0]?.state?.running !== undefined && pod.status.podIP !== undefined;
  });
}

export async function untilReady(clients: Clients, namespace: string, name: string): Promise<V1Pod> {
  return untilPod(clients, { namespace, name, what: "ready" }, isReady);
}

export function untilPod(
  { core }: Clients,
  { namespace, name, what }: { readonly namespace: string; readonly name: string; readonly what: string },
  isSo: (pod: V1Pod) => boolean,
): Promise<V1Pod> {
  return until(`pod ${name} is ${what}`, async () => {
    const pod = await core.readNamespacedPod({ namespace, name });
    return isSo(pod) && pod;
  });
}

export function untilGone({ core }: Clients, namespace: string, name: string): Promise<true> {
  return until(`pod ${name} is gone`, async () => {
    const list = await core.listNamespacedPod({ namespace, fieldSelector: `metadata.name=${name}` });
    return list.items.length === 0;
  });
}

export function isReady(pod: V1Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}
