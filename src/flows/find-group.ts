import { type GroupRef, groupId } from "../domain/group.ts";
import { nearest } from "../domain/nearest.ts";
import type { WhichGroup } from "./flows.ts";

export type FoundGroup = { readonly kind: "found"; readonly group: GroupRef };

/**
 * The watched group that a person means. Only watched groups are found: nothing that was typed reaches Kubernetes.
 * Named nobody: the only one, or the only one of `preferred` (such as the unhealthy ones).
 */
export function findGroup(
  watched: readonly GroupRef[],
  asked: GroupRef | undefined,
  preferred: readonly GroupRef[] = [],
): FoundGroup | WhichGroup {
  const [only] = watched.length === 1 ? watched : preferred.length === 1 ? preferred : [];
  if (asked === undefined) {
    return only === undefined ? { kind: "which-group", groups: watched } : { kind: "found", group: only };
  }
  const fitting = watched.filter((group) => isMeant(group, asked));
  const [first] = fitting;
  if (fitting.length === 1 && first !== undefined) {
    return {
      kind: "found",
      group: { ...first, ...(asked.masterName !== undefined && { masterName: asked.masterName }) },
    };
  }
  if (fitting.length > 1) {
    const problem = `${groupId(asked)} has several groups.`;
    return { kind: "which-group", problem, groups: fitting };
  }
  return unknownGroup(watched, asked);
}

function isMeant(group: GroupRef, asked: GroupRef): boolean {
  const sameName =
    asked.masterName === undefined || group.masterName === undefined || asked.masterName === group.masterName;
  return group.namespace === asked.namespace && group.context === asked.context && sameName;
}

function unknownGroup(watched: readonly GroupRef[], asked: GroupRef): WhichGroup {
  const names = new Map(watched.map((group) => [groupId(group), group]));
  const byNamespace = new Map(watched.map((group) => [group.namespace, group]));
  const meant = nearest(groupId(asked), [...names.keys()]) ?? nearest(asked.namespace, [...byNamespace.keys()]);
  const near = meant === undefined ? undefined : (names.get(meant) ?? byNamespace.get(meant));
  return {
    kind: "which-group",
    problem: `No group ${groupId(asked)} is watched (setting WATCH_GROUPS).`,
    ...(near !== undefined && { nearest: near }),
    groups: watched,
  };
}
