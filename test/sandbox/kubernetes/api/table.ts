import { type Fields, fieldsIn, isFields } from "../kube-object.ts";
import type { Resource } from "../resources.ts";
import type { ApiRequest } from "./api-request.ts";

type Column = { readonly name: string; readonly wide?: true; readonly cell: (object: Fields) => unknown };

/** Whether the client prefers rows to objects, as `kubectl get` does. */
export function wantsTable({ headers }: Pick<ApiRequest, "headers">): boolean {
  const [first = ""] = (headers.accept ?? "").split(",");
  return first.includes("as=Table") && first.includes("application/json");
}

/** An object or a list as the table that `kubectl get` prints. */
export function tableOf(body: object, resource: Resource): object {
  const fields: Fields = { ...body };
  const items = Array.isArray(fields["items"]) ? fields["items"].filter(isFields) : [fields];
  const columns = [named, ...(columnsOf[resource.plural] ?? []), age];
  const { resourceVersion, continue: next, remainingItemCount } = fieldsIn(fields["metadata"]);
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: { resourceVersion, ...(next !== undefined && { continue: next, remainingItemCount }) },
    columnDefinitions: columns.map(({ name, wide }) => ({
      name,
      type: "string",
      format: name === "Name" ? "name" : "",
      description: name,
      priority: wide ? 1 : 0,
    })),
    rows: items.map((item) => ({
      cells: columns.map(({ cell }) => cell(item)),
      object: { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: item["metadata"] },
    })),
  };
}

const named: Column = { name: "Name", cell: (object) => at(object, "metadata.name") };
const age: Column = { name: "Age", cell: (object) => ageOf(String(at(object, "metadata.creationTimestamp"))) };
const ratio =
  (done: string, all: string) =>
  (object: Fields): string =>
    `${String(at(object, done) ?? 0)}/${String(at(object, all) ?? 0)}`;
const value =
  (path: string, fallback = "<none>") =>
  (object: Fields): unknown =>
    at(object, path) ?? fallback;

const columnsOf: Readonly<Record<string, readonly Column[]>> = {
  pods: [
    { name: "Ready", cell: readyContainers },
    { name: "Status", cell: podStatus },
    {
      name: "Restarts",
      cell: (pod) => String(sum(containersOf(pod).map((each) => Number(each["restartCount"] ?? 0)))),
    },
  ],
  services: [
    { name: "Type", cell: value("spec.type") },
    { name: "Cluster-IP", cell: value("spec.clusterIP") },
    { name: "Port(s)", cell: portsOf },
  ],
  statefulsets: [{ name: "Ready", cell: ratio("status.readyReplicas", "spec.replicas") }],
  deployments: [
    { name: "Ready", cell: ratio("status.readyReplicas", "spec.replicas") },
    { name: "Up-to-date", cell: value("status.updatedReplicas", "0") },
    { name: "Available", cell: value("status.availableReplicas", "0") },
  ],
  replicasets: [
    { name: "Desired", cell: value("spec.replicas") },
    { name: "Current", cell: value("status.replicas", "0") },
    { name: "Ready", cell: value("status.readyReplicas", "0") },
  ],
  replicationcontrollers: [
    { name: "Desired", cell: value("spec.replicas") },
    { name: "Current", cell: value("status.replicas") },
    { name: "Ready", cell: value("status.readyReplicas", "0") },
  ],
  namespaces: [{ name: "Status", cell: value("status.phase") }],
  events: [
    { name: "Type", cell: value("type") },
    { name: "Reason", cell: value("reason") },
    { name: "Object", cell: value("involvedObject.name") },
    { name: "Message", cell: value("message") },
  ],
};

function at(object: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, field) => fieldsIn(inner)[field], object);
}

function ageOf(time: string): string {
  const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(time)) / 1_000));
  if (seconds < 120) return `${seconds}s`;
  return seconds < 7_200 ? `${Math.floor(seconds / 60)}m` : `${Math.floor(seconds / 3_600)}h`;
}

function containersOf(pod: Fields): readonly Fields[] {
  const list = at(pod, "status.containerStatuses");
  return Array.isArray(list) ? list.filter(isFields) : [];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function readyContainers(pod: Fields): string {
  const all = at(pod, "spec.containers");
  const ready = containersOf(pod).filter((each) => each["ready"] === true);
  return `${ready.length}/${Array.isArray(all) ? all.length : 0}`;
}

function podStatus(pod: Fields): string {
  if (at(pod, "metadata.deletionTimestamp")) return "Terminating";
  const states = containersOf(pod).map((each) => fieldsIn(each["state"]));
  const reasons = states.map((state) => at(state, "waiting.reason") ?? at(state, "terminated.reason"));
  return String(reasons.find((reason) => reason !== undefined) ?? at(pod, "status.phase"));
}

function portsOf(service: Fields): string {
  const ports = at(service, "spec.ports");
  if (!Array.isArray(ports)) return "<none>";
  return ports.map((port) => `${String(at(port, "port"))}/${String(at(port, "protocol"))}`).join(",");
}
