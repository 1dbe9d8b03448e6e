import { fieldsIn, type KubeObject } from "./kube-object.ts";
import { absent, badRequest } from "./status-error.ts";

export type Matches = (object: KubeObject) => boolean;
type Labels = Readonly<Record<string, string>> | null | undefined;

const term = /^\s*(!?)\s*([A-Za-z0-9./_-]+)\s*(?:(==|=|!=)\s*([A-Za-z0-9._-]*)|(in|notin)\s*\(([^)]*)\))?\s*$/;

/** Parses a `labelSelector` parameter: `a=b`, `a!=b`, `a in (x,y)`, `a notin (x)`, `a`, `!a`, joined by commas. */
export function labelSelector(text: string): Matches {
  const wanted = splitTerms(text).map(parseTerm);
  return (object) => wanted.every((matches) => matches(object.metadata.labels));
}

/** Parses a `fieldSelector` parameter: any path of the object, compared with `=`, `==` or `!=`. */
export function fieldSelector(text: string): Matches {
  const wanted = splitTerms(text).map(parseField);
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

const servedFields = new Set([
  "metadata.name",
  "metadata.namespace",
  "spec.nodeName",
  "status.phase",
  "status.podIP",
  "type",
  "reason",
  "involvedObject.name",
  "involvedObject.namespace",
  "involvedObject.kind",
  "involvedObject.uid",
]);

function parseField(text: string): Matches {
  const [, path, operator, value] = /^([^=!]+)(==|=|!=)(.*)$/.exec(text) ?? [];
  if (path === undefined) throw badRequest(`invalid field selector: ${text}`);
  if (!servedFields.has(path)) throw absent(`the field selector ${path}`);
  return (object) => (String(valueAt(object, path) ?? "") === value) !== (operator === "!=");
}

function valueAt(object: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, field) => fieldsIn(value)[field], object);
}
