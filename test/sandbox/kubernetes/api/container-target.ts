import type { ContainerTarget } from "../container-runtime.ts";
import { type Fields, fieldsIn, isFields } from "../kube-object.ts";
import type { Route } from "../route.ts";
import { badRequest } from "../status-error.ts";
import type { Store } from "../store.ts";
import { findObject } from "./find-object.ts";

/** The container that an exec or a log names. 404 without the pod, 400 without the container or a choice among several. */
export function containerTarget(
  store: Store,
  route: Route,
  asked: string | null,
): ContainerTarget & { readonly node: string } {
  const pod = findObject(store, route);
  const { name, namespace = "" } = pod.metadata;
  const spec = fieldsIn(pod["spec"]);
  const names = [...namesIn(spec["containers"]), ...namesIn(spec["initContainers"])];
  const preferred = asked || pod.metadata.annotations?.["kubectl.kubernetes.io/default-container"];
  const container = preferred ?? (namesIn(spec["containers"]).length === 1 ? names[0] : undefined);
  if (container === undefined) {
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(" ")}]`);
  }
  if (!names.includes(container)) throw badRequest(`container ${container} is not valid for pod ${name}`);
  return { namespace, pod: name, container, node: String(spec["nodeName"] ?? "") };
}

function namesIn(containers: unknown): readonly string[] {
  const list: readonly Fields[] = Array.isArray(containers) ? containers.filter(isFields) : [];
  return list.map(({ name }) => String(name));
}
