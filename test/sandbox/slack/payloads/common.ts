import type { JsonObject } from "../json.ts";
import { identity } from "../state/identity.ts";
import type { Workspace } from "../state/workspace.ts";

/** The fields that every interactive payload carries. */
export function interactionBase(workspace: Workspace, userId: string): JsonObject {
  const name = workspace.nameOf(userId);
  return {
    user: { id: userId, username: name, name, team_id: identity.teamId },
    api_app_id: identity.appId,
    token: identity.verificationToken,
    team: { id: identity.teamId, domain: identity.teamDomain },
    enterprise: null,
    is_enterprise_install: false,
  };
}
