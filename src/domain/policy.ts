/** What a person may do; each includes the ones before it. `none`: not on any list. */
export type Role = "none" | "viewer" | "operator" | "approver";

/** What is asked for. */
export type Deed = "look" | "acknowledge" | "request" | "approve";

export type Verdict = { readonly kind: "allowed" } | { readonly kind: "refused"; readonly reason: string };

/** Who may what: Slack users and user groups by id; `*` means everybody. */
export type PolicyLists = {
  readonly viewers: readonly string[];
  readonly operators: readonly string[];
  readonly approvers: readonly string[];
  /** Namespaces whose jobs need a second person's approval; `*` stands for any characters. */
  readonly protectedNamespaces: readonly string[];
};

const rank = { none: 0, viewer: 1, operator: 2, approver: 3 } as const;
const needs = { look: "viewer", acknowledge: "operator", request: "operator", approve: "operator" } as const;

/** The highest role that a list gives to the user or to one of the user's groups, and which entry says so. */
export function roleOf(
  lists: PolicyLists,
  userId: string,
  userGroups: readonly string[],
): { readonly role: Role; readonly because: string } {
  const ids = [userId, ...userGroups, "*"];
  const roles = [
    ["approver", lists.approvers],
    ["operator", lists.operators],
    ["viewer", lists.viewers],
  ] as const;
  for (const [role, list] of roles) {
    const entry = list.find((id) => ids.includes(id));
    if (entry !== undefined) return { role, because: `${role}s list ${entry === "*" ? "everybody" : entry}` };
  }
  return { role: "none", because: "no list names you or one of your user groups" };
}

/** Whether the role suffices for the deed at all; a decision on a job asks `mayDecide` as well. */
export function mayDo(role: Role, deed: Deed): Verdict {
  const needed = needs[deed];
  if (rank[role] >= rank[needed]) return { kind: "allowed" };
  const you = role === "none" ? "on no list of this bot" : `a ${role}`;
  return {
    kind: "refused",
    reason: `This takes an ${needed}; you are ${you}. Ask whoever runs the bot to add you.`.replace(
      "an viewer",
      "a viewer",
    ),
  };
}

/** In a protected namespace an approver decides who is not the requester; elsewhere any operator does. */
export function mayApprove(
  who: { readonly id: string; readonly role: Role },
  job: { readonly requesterId: string | undefined; readonly needsSecondPerson: boolean; readonly namespace: string },
): Verdict {
  const basic = mayDo(who.role, "approve");
  if (basic.kind === "refused" || !job.needsSecondPerson) return basic;
  if (rank[who.role] < rank.approver) {
    return {
      kind: "refused",
      reason: `${job.namespace} is protected: an approver must say yes; you are an ${who.role}.`,
    };
  }
  if (who.id === job.requesterId) {
    return {
      kind: "refused",
      reason: `${job.namespace} is protected: the approver must be another person than the requester, and you asked for this.`,
    };
  }
  return { kind: "allowed" };
}

export function isProtected(lists: PolicyLists, namespace: string): boolean {
  return lists.protectedNamespaces.some((pattern) => matches(pattern, namespace));
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}
