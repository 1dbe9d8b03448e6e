import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { timestamp } from "../api/timestamp.ts";
import { fieldsIn, type KubeObject, ownedBy } from "../kube-object.ts";
import { selects } from "../selectors.ts";
import type { Store } from "../store.ts";
import { forEach } from "./for-each.ts";
import { isDeleting, isOver, isReady } from "./pods.ts";

const Spec = z.looseObject({
  selector: z.record(z.string(), z.string()).nullish(),
  publishNotReadyAddresses: z.boolean().nullish(),
  ports: z
    .array(
      z.looseObject({
        name: z.string().optional(),
        port: z.number(),
        protocol: z.string().default("TCP"),
        targetPort: z.union([z.number(), z.string()]).optional(),
      }),
    )
    .nullish(),
});
type Spec = z.infer<typeof Spec>;

/** One EndpointSlice for each Service that selects pods: who is behind it, and who of them is ready. */
export function reconcileEndpointSlices(store: Store): void {
  forEach(store, "services", (service) => {
    const spec = Spec.parse(service["spec"] ?? {});
    if (!spec.selector || isDeleting(service)) return;
    const pods = store
      .list("pods", service.metadata.namespace)
      .filter((pod) => selects(spec.selector, pod.metadata.labels) && !isOver(pod) && addressOf(pod) !== undefined);
    const endpoints = pods.map((pod) => endpointOf(pod, spec.publishNotReadyAddresses === true));
    write(store, service, { endpoints, ports: portsOf(spec, pods) });
  });
}

function endpointOf(pod: KubeObject, publishesAll: boolean): object {
  const { namespace, name, uid } = pod.metadata;
  const serving = isReady(pod) || publishesAll;
  return {
    addresses: [addressOf(pod)],
    conditions: { ready: publishesAll || (serving && !isDeleting(pod)), serving, terminating: isDeleting(pod) },
    nodeName: fieldsIn(pod["spec"])["nodeName"],
    targetRef: { kind: "Pod", namespace, name, uid },
  };
}

function portsOf({ ports }: Spec, pods: readonly KubeObject[]): readonly object[] {
  return (ports ?? []).map(({ name = "", port, protocol, targetPort = port }) => ({
    name,
    protocol,
    port: typeof targetPort === "number" ? targetPort : (namedPort(pods, targetPort) ?? port),
  }));
}

function namedPort(pods: readonly KubeObject[], name: string): number | undefined {
  const containers = pods.flatMap((pod) => list(fieldsIn(pod["spec"])["containers"]));
  const port = containers.flatMap((container) => list(container["ports"])).find((one) => one["name"] === name);
  return typeof port?.["containerPort"] === "number" ? port["containerPort"] : undefined;
}

function list(value: unknown): readonly ReturnType<typeof fieldsIn>[] {
  return Array.isArray(value) ? value.map(fieldsIn) : [];
}

function write(
  store: Store,
  service: KubeObject,
  content: { readonly endpoints: readonly object[]; readonly ports: readonly object[] },
): void {
  const { namespace = "", name, uid } = service.metadata;
  const sliceName = `${name}-${uid.slice(0, 5)}`;
  const before = store.read("endpointslices", namespace, sliceName);
  if (
    before !== undefined &&
    isDeepStrictEqual([before["endpoints"], before["ports"]], [content.endpoints, content.ports])
  )
    return;
  const metadata = before?.metadata ?? {
    name: sliceName,
    namespace,
    uid: randomUUID(),
    resourceVersion: "",
    creationTimestamp: timestamp(new Date()),
    labels: {
      "kubernetes.io/service-name": name,
      "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
    },
    ownerReferences: [ownedBy(service)],
  };
  store.write("endpointslices", {
    kind: "EndpointSlice",
    apiVersion: "discovery.k8s.io/v1",
    metadata,
    addressType: "IPv4",
    ...content,
  });
}

function addressOf(pod: KubeObject): string | undefined {
  const ip = fieldsIn(pod["status"])["podIP"];
  return typeof ip === "string" ? ip : undefined;
}
