import { z } from "zod";
import { type GroupRef, groupId, parseGroup } from "../domain/group.ts";
import { splitList } from "./values.ts";

/** `namespace` or `namespace/master-name`, with commas between them; each once, at least one. */
export const watchedGroups = z.string().transform((text, context): readonly GroupRef[] => {
  const groups = new Map<string, GroupRef>();
  for (const item of splitList(text)) {
    const group = parseGroup(item);
    if (group === undefined || group.context !== undefined) {
      context.addIssue(`has "${item}", which is neither a namespace nor namespace/master-name`);
      return z.NEVER;
    }
    groups.set(groupId(group), group);
  }
  if (groups.size > 0) return [...groups.values()];
  context.addIssue("names no group");
  return z.NEVER;
});
