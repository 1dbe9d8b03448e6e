import type { KnownBlock } from "@slack/types";
import { type GroupRef, groupId } from "../../domain/group.ts";
import { context } from "./elements.ts";
import { groupMark } from "./group-mark.ts";
import { clippedMiddle } from "./text.ts";

const mostOptions = 100;
const longestOption = 75;

/** A select of groups. Slack shows a hundred; that there are more is said. */
export function groupSelect(select: {
  readonly groups: readonly GroupRef[];
  readonly action: string;
  readonly placeholder: string;
}): KnownBlock[] {
  const { groups, action, placeholder } = select;
  if (groups.length === 0) return [];
  const options = groups.slice(0, mostOptions).map((group) => ({
    text: { type: "plain_text" as const, text: clippedMiddle(groupId(group), longestOption) },
    value: groupMark(group),
  }));
  const element = { type: "static_select", action_id: action, options } as const;
  const more = `The list has the first ${mostOptions} of ${groups.length} groups: type the name of another one.`;
  return [
    { type: "actions", elements: [{ ...element, placeholder: { type: "plain_text", text: placeholder } }] },
    ...(groups.length > mostOptions ? [context(more)] : []),
  ];
}
