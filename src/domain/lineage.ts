import type { RedisAnswer } from "./topology.ts";

/** The part of a Redis' answer that tells its history. */
export type History = Pick<RedisAnswer, "replid" | "replid2" | "secondReplOffset" | "offset">;

/**
 * How two histories relate (`redis.md`, section 6). `same`: offsets are comparable. `descends`: the first went on from
 * where the second stopped, so it is newer. `fork`: both hold writes of their own. `unrelated`: offsets mean nothing.
 */
export type Relation = "same" | "descends" | "precedes" | "fork" | "unrelated";

const noHistory = "0".repeat(40);

export function relate(a: History, b: History): Relation {
  if (a.replid === b.replid) return "same";
  if (isParent(b, a)) return b.offset < a.secondReplOffset ? "descends" : "fork";
  if (isParent(a, b)) return a.offset < b.secondReplOffset ? "precedes" : "fork";
  if (a.replid2 === b.replid2 && a.replid2 !== noHistory) return "fork";
  return "unrelated";
}

function isParent(parent: History, child: History): boolean {
  return child.replid2 === parent.replid && child.replid2 !== noHistory;
}
