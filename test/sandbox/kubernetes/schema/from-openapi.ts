import { z } from "zod";

const Node = z.looseObject({
  type: z.string().optional(),
  format: z.string().optional(),
  default: z.unknown().optional(),
  $ref: z.string().optional(),
  allOf: z.array(z.looseObject({ $ref: z.string().optional() })).optional(),
  items: z.unknown().optional(),
  additionalProperties: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  "x-kubernetes-list-type": z.string().optional(),
  "x-kubernetes-list-map-keys": z.array(z.string()).optional(),
  "x-kubernetes-map-type": z.string().optional(),
  "x-kubernetes-patch-merge-key": z.string().optional(),
  "x-kubernetes-patch-strategy": z.string().optional(),
});
type Node = z.infer<typeof Node>;
type Schemas = Readonly<Record<string, unknown>>;

const byName: Readonly<Record<string, string>> = {
  Quantity: "quantity",
  IntOrString: "int-or-string",
  Time: "time",
  MicroTime: "microtime",
  FieldsV1: "any",
};
const byFormat: Readonly<Record<string, string>> = {
  "date-time": "time",
  byte: "base64",
  "int-or-string": "int-or-string",
};
const byType: Readonly<Record<string, string>> = {
  integer: "int",
  number: "number",
  boolean: "bool",
  string: "string",
};
// Of the many sources of a volume those that mean something in any cluster; the others are taken as they are.
const volumeSources = [
  "ConfigMapVolumeSource",
  "SecretVolumeSource",
  "EmptyDirVolumeSource",
  "DownwardAPIVolumeSource",
  "ProjectedVolumeSource",
  "HostPathVolumeSource",
  "PersistentVolumeClaimVolumeSource",
];

/** The text of `types.txt`: these kinds, and all that they are made of, out of the schemas of a server's OpenAPI documents. */
export function typesFromOpenApi(schemas: Schemas, kinds: readonly string[]): string {
  const found = new Map<string, readonly string[]>();
  for (const kind of kinds) visit(kind, schemas, found);
  return [...found.keys()]
    .toSorted()
    .map((name) => `${[name, ...(found.get(name) ?? [])].join("\n")}\n`)
    .join("");
}

function visit(id: string, schemas: Schemas, found: Map<string, readonly string[]>): void {
  const name = lastPart(id);
  if (found.has(name)) return;
  found.set(name, []);
  const { properties = {} } = Node.parse(schemas[id]);
  const lines = Object.keys(properties)
    .toSorted()
    .map((field) => `  ${field} ${textOf(Node.parse(properties[field]), schemas, found)}`);
  found.set(name, lines);
}

function textOf(node: Node, schemas: Schemas, found: Map<string, readonly string[]>): string {
  const id = (node.$ref ?? node.allOf?.[0]?.$ref)?.split("/").at(-1);
  if (id !== undefined) return textOfReference(id, node, schemas, found);
  if (node.type === "array") return `[]${textOf(Node.parse(node.items), schemas, found)}${listFlags(node)}`;
  if (node.type === "object" && node.additionalProperties !== undefined) {
    const atomic = node["x-kubernetes-map-type"] === "atomic" ? " atomic" : "";
    return `{}${textOf(Node.parse(node.additionalProperties), schemas, found)}${atomic}`;
  }
  return `${scalarOf(node)}${node.default === "TCP" ? " default:TCP" : ""}`;
}

function textOfReference(id: string, node: Node, schemas: Schemas, found: Map<string, readonly string[]>): string {
  const name = lastPart(id);
  const known = byName[name];
  if (known !== undefined) return known;
  const target = Node.parse(schemas[id]);
  if (target.properties === undefined) return scalarOf(target);
  if (name.endsWith("VolumeSource") && !volumeSources.includes(name)) return "any";
  visit(id, schemas, found);
  const isAtomic = [node, target].some((each) => each["x-kubernetes-map-type"] === "atomic");
  return isAtomic ? `${name} atomic` : name;
}

function listFlags(node: Node): string {
  const type = node["x-kubernetes-list-type"];
  const isMerged = node["x-kubernetes-patch-strategy"]?.includes("merge") ?? false;
  return [
    type === "map" ? ` keys:${(node["x-kubernetes-list-map-keys"] ?? []).join(",")}` : "",
    type === "set" ? " set" : "",
    isMerged ? ` merge:${node["x-kubernetes-patch-merge-key"] ?? ""}` : "",
  ].join("");
}

function scalarOf({ type = "any", format = "" }: Node): string {
  return (type === "string" ? byFormat[format] : undefined) ?? byType[type] ?? "any";
}

function lastPart(id: string): string {
  return id.split(".").at(-1) ?? id;
}
