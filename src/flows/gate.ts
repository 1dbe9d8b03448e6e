import { type Deed, mayDo, type PolicyLists, type Role, roleOf, type Verdict } from "../domain/policy.ts";
import type { NotAllowed, Person } from "./flows.ts";
import type { Directory, Log } from "./ports.ts";

export type Gate = {
  /** What the person is now, and which list says so. Never throws. */
  readonly roleOf: (userId: string) => Promise<{ readonly role: Role; readonly because: string }>;
  /** Undefined: allowed. Asked anew at each click. */
  readonly refusal: (who: Person, deed: Deed) => Promise<NotAllowed | undefined>;
};

/** Where Slack cannot say which user groups somebody is in, only what the lists say of the user counts. */
export function createGate(deps: {
  readonly policy: PolicyLists;
  readonly directory: Directory;
  readonly log: Log;
}): Gate {
  const { policy, directory, log } = deps;
  async function groupsOf(userId: string): Promise<readonly string[]> {
    // No list names a user group: no need to ask.
    const named = [...policy.viewers, ...policy.operators, ...policy.approvers].some((id) => id.startsWith("S"));
    if (!named) return [];
    try {
      return await directory.userGroups(userId);
    } catch (error) {
      log.warn({ err: error, userId }, "user groups unknown");
      return [];
    }
  }
  async function role(userId: string) {
    return roleOf(policy, userId, await groupsOf(userId));
  }
  return {
    roleOf: role,
    refusal: async (who, deed) => asRefusal(mayDo((await role(who.id)).role, deed)),
  };
}

export function asRefusal(verdict: Verdict): NotAllowed | undefined {
  return verdict.kind === "allowed" ? undefined : { kind: "not-allowed", reason: verdict.reason };
}
