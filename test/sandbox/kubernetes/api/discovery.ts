import { type Resource, resources } from "../resources.ts";

const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
const subresourceVerbs: Readonly<Record<string, readonly string[]>> = {
  status: ["get", "patch", "update"],
  scale: ["get", "patch", "update"],
  log: ["get"],
  exec: ["create", "get"],
  eviction: ["create"],
};
const subresourceKinds: Readonly<Record<string, object>> = {
  scale: { group: "autoscaling", version: "v1", kind: "Scale" },
  exec: { kind: "PodExecOptions" },
  eviction: { group: "policy", version: "v1", kind: "Eviction" },
};

const version = {
  major: "1",
  minor: "34",
  gitVersion: "v1.34.0-sandbox",
  gitCommit: "",
  gitTreeState: "clean",
  buildDate: "1970-01-01T00:00:00Z",
  goVersion: "",
  compiler: "",
  platform: "node",
};

/** What is at a path that tells of the server itself; undefined where there is nothing. */
export function discover(path: string, address: string): object | undefined {
  if (path === "/version") return version;
  if (path === "/api") {
    const serverAddressByClientCIDRs = [{ clientCIDR: "0.0.0.0/0", serverAddress: address }];
    return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs };
  }
  if (path === "/apis") return { kind: "APIGroupList", apiVersion: "v1", groups: groupNames().map(groupOf) };
  const [root, first = "", second = "", ...rest] = path.split("/").filter((part) => part !== "");
  if (root === "api" && first === "v1" && second === "") return resourceList("", "v1");
  if (root !== "apis" || rest.length > 0 || !groupNames().includes(first)) return undefined;
  return second === "" ? { kind: "APIGroup", apiVersion: "v1", ...groupOf(first) } : resourceList(first, second);
}

function groupNames(): readonly string[] {
  return [...new Set(resources.map(({ group }) => group))].filter((group) => group !== "");
}

function groupOf(name: string): object {
  const versions = [
    ...new Set(resources.filter(({ group }) => group === name).map((resource) => resource.version)),
  ].map((each) => ({ groupVersion: `${name}/${each}`, version: each }));
  return { name, versions, preferredVersion: versions[0] };
}

function resourceList(group: string, wanted: string): object | undefined {
  const found = resources.filter((resource) => resource.group === group && resource.version === wanted);
  if (found.length === 0) return undefined;
  const groupVersion = group === "" ? wanted : `${group}/${wanted}`;
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: found.flatMap(entriesOf) };
}

function entriesOf(resource: Resource): readonly object[] {
  const { plural, singular, namespaced, kind, shortNames } = resource;
  const own = { name: plural, singularName: singular, namespaced, kind, verbs, ...(shortNames && { shortNames }) };
  const others = (resource.subresources ?? []).map((name) => ({
    name: `${plural}/${name}`,
    singularName: "",
    namespaced,
    kind,
    ...subresourceKinds[name],
    verbs: subresourceVerbs[name] ?? [],
  }));
  return [own, ...others];
}
