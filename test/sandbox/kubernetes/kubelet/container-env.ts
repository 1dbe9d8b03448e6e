import { fieldsIn, type KubeObject } from "../kube-object.ts";
import type { PodPlace } from "./pod-place.ts";
import type { Container } from "./pod-spec.ts";

/** What keeps a container from being made: shown as `CreateContainerConfigError`. */
export class ConfigError extends Error {}

type Env = Record<string, string>;

/** The container's variables as Kubernetes composes them: Services, `envFrom`, then `env`, with `$(NAME)` filled in. */
export function containerEnv(place: PodPlace, container: Container): Readonly<Env> {
  const env: Env = { ...(place.hasServiceLinks && serviceEnv(place)), HOSTNAME: place.name };
  for (const from of container.envFrom) Object.assign(env, allOf(place, from));
  for (const { name, value, valueFrom } of container.env) {
    const given = valueFrom === undefined ? expanded(value ?? "", env) : sourced(place, valueFrom);
    if (given !== undefined) env[name] = given;
  }
  return env;
}

function allOf(place: PodPlace, { prefix, configMapRef, secretRef }: Container["envFrom"][number]): Readonly<Env> {
  const reference = configMapRef ?? secretRef;
  if (reference === undefined) return {};
  const data = dataOf(place, configMapRef === undefined ? "secrets" : "configmaps", reference) ?? {};
  const names = Object.keys(data).filter((key) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(key));
  return Object.fromEntries(names.map((key) => [`${prefix}${key}`, data[key] ?? ""]));
}

/** `$(NAME)` becomes the variable's value where there is one, `$$` a single dollar. */
export function expanded(text: string, env: Readonly<Env>): string {
  return text.replace(/\$\$|\$\(([A-Za-z_][\w.-]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? "$" : (env[name] ?? whole),
  );
}

function sourced(place: PodPlace, from: NonNullable<Container["env"][number]["valueFrom"]>): string | undefined {
  const { fieldRef, configMapKeyRef, secretKeyRef } = from;
  if (fieldRef !== undefined) return fieldOf(place, fieldRef.fieldPath);
  if (configMapKeyRef !== undefined) return keyOf(place, "configmaps", configMapKeyRef);
  if (secretKeyRef !== undefined) return keyOf(place, "secrets", secretKeyRef);
  throw new ConfigError(`the sandbox has no variables from ${Object.keys(from).join(", ")}`);
}

function fieldOf(place: PodPlace, path: string): string {
  const pod = place.pod();
  const [, map, key] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? [];
  if (map !== undefined && key !== undefined) return String(fieldsIn(fieldsIn(pod?.metadata)[map])[key] ?? "");
  const fields: Readonly<Record<string, string>> = {
    "metadata.name": place.name,
    "metadata.namespace": place.namespace,
    "metadata.uid": place.uid,
    "spec.nodeName": String(fieldsIn(pod?.["spec"])["nodeName"] ?? ""),
    "spec.serviceAccountName": String(fieldsIn(pod?.["spec"])["serviceAccountName"] ?? "default"),
    "status.podIP": place.ip,
    "status.podIPs": place.ip,
    "status.hostIP": "127.0.0.1",
  };
  const value = fields[path];
  if (value === undefined) throw new ConfigError(`unsupported fieldPath: ${path}`);
  return value;
}

type Reference = { readonly name: string; readonly optional?: boolean | undefined };
const words = { configmaps: "configmap", secrets: "secret" } as const;

function keyOf(place: PodPlace, plural: "configmaps" | "secrets", wanted: Reference & { readonly key: string }) {
  const value = dataOf(place, plural, wanted)?.[wanted.key];
  if (value === undefined && wanted.optional !== true) {
    throw new ConfigError(
      `couldn't find key ${wanted.key} in ${plural === "secrets" ? "Secret" : "ConfigMap"} ${place.namespace}/${wanted.name}`,
    );
  }
  return value;
}

/** The texts of a ConfigMap or Secret; undefined where it is not there and need not be. */
function dataOf(place: PodPlace, plural: "configmaps" | "secrets", reference: Reference): Readonly<Env> | undefined {
  const bytes = bytesOf(place, plural, reference);
  if (bytes === undefined) return undefined;
  return Object.fromEntries(Object.entries(bytes).map(([key, value]) => [key, value.toString()]));
}

/** The same as bytes, which files want. */
export function bytesOf(
  { store, namespace }: PodPlace,
  plural: "configmaps" | "secrets",
  { name, optional }: Reference,
): Readonly<Record<string, Buffer>> | undefined {
  const object = store.read(plural, namespace, name);
  if (object !== undefined) return plain(object, plural);
  if (optional === true) return undefined;
  throw new ConfigError(`${words[plural]} "${name}" not found`);
}

function plain(object: KubeObject, plural: "configmaps" | "secrets"): Readonly<Record<string, Buffer>> {
  const decoded = (field: string, encoding: "base64" | "utf8") =>
    Object.entries(fieldsIn(object[field])).map(([key, value]) => [key, Buffer.from(String(value), encoding)]);
  if (plural === "secrets") return Object.fromEntries(decoded("data", "base64"));
  return Object.fromEntries([...decoded("data", "utf8"), ...decoded("binaryData", "base64")]);
}

/** `REDIS_SENTINEL_SERVICE_HOST` and its like, for the Services that are there now. */
function serviceEnv({ store, namespace }: PodPlace): Readonly<Env> {
  return Object.assign({}, ...store.list("services", namespace).map(linksTo));
}

function linksTo(service: KubeObject): Readonly<Env> {
  const spec = fieldsIn(service["spec"]);
  const ip = String(spec["clusterIP"] ?? "None");
  if (ip === "None" || ip === "") return {};
  const name = inCapitals(service.metadata.name);
  const ports = Array.isArray(spec["ports"]) ? spec["ports"].map(fieldsIn) : [];
  const env: Env = { [`${name}_SERVICE_HOST`]: ip };
  for (const [i, { port, name: portName, protocol = "TCP" }] of ports.entries()) {
    const at = { protocol: String(protocol), ip, port: String(port) };
    if (i === 0) Object.assign(env, { [`${name}_SERVICE_PORT`]: at.port, [`${name}_PORT`]: urlOf(at) });
    if (portName) env[`${name}_SERVICE_PORT_${inCapitals(String(portName))}`] = at.port;
    const link = `${name}_PORT_${at.port}_${at.protocol}`;
    const parts = { [`${link}_PROTO`]: at.protocol.toLowerCase(), [`${link}_PORT`]: at.port, [`${link}_ADDR`]: ip };
    Object.assign(env, { [link]: urlOf(at), ...parts });
  }
  return env;
}

function inCapitals(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}

function urlOf({ protocol, ip, port }: { readonly protocol: string; readonly ip: string; readonly port: string }) {
  return `${protocol.toLowerCase()}://${ip}:${port}`;
}
