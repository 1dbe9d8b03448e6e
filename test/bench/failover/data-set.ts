import type { Group } from "./group.ts";
import type { GroupPod } from "./group-pods.ts";

/** How many keys are there before the fault, that nobody writes to. */
export const dataSetSize = 2_000;

const chunk = 500;
const names = Array.from({ length: dataSetSize }, (_, i) => `data:${i}`);

/** Empties the group and fills it with the data set, of 100 bytes a key; resolves when both replicas have it. */
export async function fill(group: Group): Promise<void> {
  const master = await group.master();
  await group.call(master, "FLUSHALL");
  for (const part of chunks(names)) {
    await group.call(master, "MSET", ...part.flatMap((name) => [name, "x".repeat(100)]));
  }
  const replicas = await group.call(master, "WAIT", 2, 1_500);
  if (replicas !== 2) throw new Error(`only ${replicas} replicas have the data set`);
}

/** How many of the data set's keys the master has. */
export async function dataSetKept(group: Group, master: GroupPod): Promise<number> {
  return (await kept(group, master, names)).size;
}

/** Those of the keys that the master has. */
export async function kept(group: Group, master: GroupPod, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const part of chunks(keys)) {
    const [first, ...rest] = part;
    if (first === undefined) continue;
    const values = Object(await group.call(master, "MGET", first, ...rest));
    part.forEach((key, i) => {
      if (values[i] !== null) found.add(key);
    });
  }
  return found;
}

function chunks(keys: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(keys.length / chunk) }, (_, i) => keys.slice(i * chunk, (i + 1) * chunk));
}
