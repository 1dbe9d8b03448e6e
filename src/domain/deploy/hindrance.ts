/**
 * Why a pod does not come up, in Kubernetes' own words. `quota` and `admission`: a controller may not create it; the
 * others: it is there and does not run.
 */
export type Hindrance = {
  readonly kind: "quota" | "admission" | "unschedulable" | "image" | "settings" | "volume" | "crash";
  /** The pod, or the controller that cannot create one, such as `StatefulSet redis`. */
  readonly object: string;
  readonly reason: string;
};

/** How long a step waits beside a hindrance that may pass by itself: a node may be added, a registry come back. */
export function patienceMs({ kind }: Hindrance): number {
  switch (kind) {
    case "quota":
    case "admission":
      return 5_000;
    case "settings":
    case "volume":
      return 15_000;
    case "image":
    case "crash":
      return 30_000;
    case "unschedulable":
      return 45_000;
  }
}

/** What to do about it. */
export function hindranceAdvice({ kind }: Hindrance, namespace: string): string {
  switch (kind) {
    case "quota":
      return `Ask whoever keeps the quota for more (kubectl -n ${namespace} describe resourcequota).`;
    case "admission":
      return "A rule of this cluster forbids the pod: whoever keeps that rule can say what it asks for.";
    case "unschedulable":
      return "Free or add a node that fits (kubectl describe nodes), or lower the requests of the overlay.";
    case "image":
      return "Make the image reachable for the nodes, or name another in k8s/redis-ha/base/kustomization.yml.";
    case "settings":
      return "A ConfigMap or Secret that the pod needs is missing or has no such key.";
    case "volume":
      return `Look at its claims and storage class (kubectl -n ${namespace} get pvc,events).`;
    case "crash":
      return `Read what it said before it ended (kubectl -n ${namespace} logs --previous).`;
  }
}
