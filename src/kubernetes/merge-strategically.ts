type Entries = Readonly<Record<string, unknown>>;

/** The lists whose items Kubernetes tells apart by a key; a patch replaces every other list as a whole. */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ["name"],
  initContainers: ["name"],
  env: ["name"],
  volumes: ["name"],
  volumeMounts: ["mountPath"],
  imagePullSecrets: ["name"],
  // Of a container by the first, of a Service by the second.
  ports: ["containerPort", "port"],
  topologySpreadConstraints: ["topologyKey"],
};

/** Kubernetes' strategic merge, as far as our kustomizations go: null removes, `$patch` replaces or deletes. */
export function mergeStrategically(value: unknown, patch: unknown, field = ""): unknown {
  if (isEntries(patch)) return mergeEntries(isEntries(value) ? value : {}, patch);
  if (Array.isArray(patch)) return mergeLists(Array.isArray(value) ? value : [], patch, field);
  return patch;
}

function mergeEntries(value: Entries, { $patch, ...patch }: Entries): Entries {
  if ($patch === "replace") return patch;
  const removed = new Set(Object.keys(patch).filter((key) => patch[key] === null));
  const kept = Object.entries(value).filter(([key]) => !removed.has(key));
  const changed = Object.entries(patch)
    .filter(([key]) => !removed.has(key))
    .map(([key, inner]) => [key, mergeStrategically(value[key], inner, key)]);
  return Object.fromEntries([...kept, ...changed]);
}

function mergeLists(list: readonly unknown[], patch: readonly unknown[], field: string): readonly unknown[] {
  const key = (mergeKeys[field] ?? []).find((each) =>
    patch.every((item) => isEntries(item) && item[each] !== undefined),
  );
  if (key === undefined) return patch;
  const idOf = (item: unknown) => (isEntries(item) ? item[key] : undefined);
  const changed = patch.filter((item) => !isDeletion(item));
  const named = new Set(patch.map(idOf));
  // kustomize puts what a patch names before what it does not.
  return [
    ...changed.map((item) =>
      mergeStrategically(
        list.find((one) => idOf(one) === idOf(item)),
        item,
      ),
    ),
    ...list.filter((item) => !named.has(idOf(item))),
  ];
}

function isDeletion(item: unknown): boolean {
  return isEntries(item) && item["$patch"] === "delete";
}

function isEntries(value: unknown): value is Entries {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
