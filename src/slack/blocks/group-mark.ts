import { createHash } from "node:crypto";
import { type GroupRef, groupId, parseGroup } from "../../domain/group.ts";

/** Of an option's value. */
const longestMark = 75;

/** What stands for a group in a select: its id, or a hash of one that is longer than Slack takes. */
export function groupMark(group: GroupRef): string {
  const id = groupId(group);
  return id.length <= longestMark ? id : `#${createHash("sha256").update(id).digest("hex").slice(0, 40)}`;
}

/** The group that a button or a select means; undefined for what is none, or is watched no more. Never throws. */
export function markedGroup(mark: string, watched: readonly GroupRef[]): GroupRef | undefined {
  return mark.startsWith("#") ? watched.find((group) => groupMark(group) === mark) : parseGroup(mark);
}
