import { type Fields, fieldsIn, isFields } from "../kube-object.ts";

/** The fields that Kubernetes fills in where a container leaves them out. */
export function containerDefaults(container: Fields): Fields {
  return {
    ...container,
    terminationMessagePath: container["terminationMessagePath"] ?? "/dev/termination-log",
    terminationMessagePolicy: container["terminationMessagePolicy"] ?? "File",
    imagePullPolicy: container["imagePullPolicy"] ?? pullPolicyOf(String(container["image"] ?? "")),
    resources: resourceDefaults(fieldsIn(container["resources"])),
    ...each(container, "ports", (port) => ({ protocol: "TCP", ...port })),
    ...each(container, "env", envDefaults),
    ...probeIn(container, "livenessProbe"),
    ...probeIn(container, "readinessProbe"),
    ...probeIn(container, "startupProbe"),
    ...lifecycleIn(container),
  };
}

/** The field with each object of its list made anew; nothing where there is no list. */
export function each(owner: Fields, field: string, change: (item: Fields) => Fields): Fields {
  const list = owner[field];
  return Array.isArray(list) ? { [field]: list.map((item) => (isFields(item) ? change(item) : item)) } : {};
}

// Without a tag, or with the moving one, an image may be another one each time.
function pullPolicyOf(image: string): string {
  const tag = /:([^/:@]+)$/.exec(image)?.[1];
  return image.includes("@") || (tag !== undefined && tag !== "latest") ? "IfNotPresent" : "Always";
}

function resourceDefaults(resources: Fields): Fields {
  if (!isFields(resources["limits"])) return resources;
  return { ...resources, requests: { ...resources["limits"], ...fieldsIn(resources["requests"]) } };
}

function envDefaults(variable: Fields): Fields {
  const source = fieldsIn(variable["valueFrom"]);
  if (!isFields(source["fieldRef"])) return variable;
  return { ...variable, valueFrom: { ...source, fieldRef: { apiVersion: "v1", ...source["fieldRef"] } } };
}

function probeIn(container: Fields, field: string): Fields {
  const probe = container[field];
  if (!isFields(probe)) return {};
  const numbers = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  return { [field]: { ...numbers, ...probe, ...httpGetIn(probe) } };
}

function lifecycleIn(container: Fields): Fields {
  const lifecycle = container["lifecycle"];
  if (!isFields(lifecycle)) return {};
  const hooks = Object.entries(lifecycle).map(([name, hook]) => [
    name,
    isFields(hook) ? { ...hook, ...httpGetIn(hook) } : hook,
  ]);
  return { lifecycle: Object.fromEntries(hooks) };
}

function httpGetIn(handler: Fields): Fields {
  return isFields(handler["httpGet"]) ? { httpGet: { path: "/", scheme: "HTTP", ...handler["httpGet"] } } : {};
}
