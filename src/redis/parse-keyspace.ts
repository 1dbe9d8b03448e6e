import { parseInfoValue } from "./parse-info.ts";

/** How many keys there are in all databases (`dbN:keys=…` of `INFO keyspace`): `DBSIZE` would count only one of them. */
export function parseKeyspace(info: Readonly<Record<string, string>>): number {
  const databases = Object.entries(info).filter(([name]) => /^db\d+$/.test(name));
  const counts = databases.map(([, value]) => Number(parseInfoValue(value)["keys"]));
  return counts.filter(Number.isFinite).reduce((sum, keys) => sum + keys, 0);
}
