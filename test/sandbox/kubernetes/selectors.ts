import { fieldsIn, type KubeObject } from "./kube-object.ts";
import type { Resource } from "./resources.ts";
import { badRequest } from "./status-error.ts";

export type Matches = (object: KubeObject) => boolean;
type Labels = Readonly<Record<string, string>> | null | undefined;

const term = /^\s*(!?)\s*([A-Za-z0-9./_-]+)\s*(?:(==|=|!=)\s*([A-Za-z0-9._-]*)|(in|notin)\s*\(([^)]*)\))?\s*$/;

/** Parses a `labelSelector` parameter: `a=b`, `a!=b`, `a in (x,y)`, `a notin (x)`, `a`, `!a`, joined by commas. */
export function labelSelector(text: string): Matches {
  const wanted = splitTerms(text).map(parseTerm);
  return (object) => wanted.every((matches) => matches(object.metadata.labels));
}

/** Parses a `fieldSelector` parameter: fields that the kind is selected by, compared with `=`, `==` or `!=`. */
export function fieldSelector(text: string, resource: Pick<Resource, "plural">): Matches {
  const wanted = splitTerms(text).map((each) => parseField(each, resource));
  return (object) => wanted.every((matches) => matches(object));
}

/** Whether labels carry all of an equality selector; an empty selector selects nothing. */
export function selects(selector: Labels, labels: Labels): boolean {
  const pairs = Object.entries(selector ?? {});
  return pairs.length > 0 && pairs.every(([key, value]) => labels?.[key] === value);
}

// Commas inside parentheses belong to a set.
function splitTerms(text: string): readonly string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function parseTerm(text: string): (labels: Labels) => boolean {
  const [, not, key, operator, value, set, members] = term.exec(text) ?? [];
  if (key === undefined) throw badRequest(`unable to parse requirement: ${text}`);
  const among = members?.split(",").map((member) => member.trim()) ?? [];
  if (set === "in") return (labels) => among.includes(labels?.[key] ?? "\0");
  if (set === "notin") return (labels) => !among.includes(labels?.[key] ?? "\0");
  if (operator === "!=") return (labels) => labels?.[key] !== value;
  if (operator !== undefined) return (labels) => labels?.[key] === value;
  return (labels) => (labels?.[key] !== undefined) !== (not === "!");
}

const always = ["metadata.name", "metadata.namespace"];
// What Kubernetes indexes of each kind, as far as the sandbox does.
const servedFields: Readonly<Record<string, readonly string[]>> = {
  pods: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "status.phase",
    "status.podIP",
  ],
  events: [
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "reason",
    "type",
  ],
  namespaces: ["status.phase"],
  secrets: ["type"],
  services: ["spec.clusterIP", "spec.type"],
  replicationcontrollers: ["status.replicas"],
  nodes: ["spec.unschedulable"],
};

function parseField(text: string, { plural }: Pick<Resource, "plural">): Matches {
  const [, path, operator, value] = /^([^=!]+)(==|=|!=)(.*)$/.exec(text) ?? [];
  if (path === undefined) throw badRequest(`invalid selector: '${text}'; can't understand '${text}'`);
  if (![...always, ...(servedFields[plural] ?? [])].includes(path))
    throw badRequest(`field label not supported: ${path}`);
  return (object) => (String(valueAt(object, path) ?? "") === value) !== (operator === "!=");
}

function valueAt(object: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, field) => fieldsIn(value)[field], object);
}
