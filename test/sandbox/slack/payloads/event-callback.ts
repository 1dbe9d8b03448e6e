import type { JsonObject } from "../json.ts";
import { identity } from "../state/identity.ts";
import { mintId } from "../state/mint.ts";

/** The wrapper of every Events API delivery. */
export function eventCallback(event: JsonObject, nowMs: number): JsonObject {
  return {
    token: identity.verificationToken,
    team_id: identity.teamId,
    context_team_id: identity.teamId,
    context_enterprise_id: null,
    api_app_id: identity.appId,
    event,
    type: "event_callback",
    event_id: mintId("Ev"),
    event_time: Math.floor(nowMs / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: identity.teamId,
        user_id: identity.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: mintId("EC"),
  };
}
