import type { JsonObject } from "../json.ts";
import { identity } from "../state/identity.ts";
import type { State } from "../state/state.ts";
import type { Conversation } from "../state/workspace.ts";

/** A slash command's payload: every value is a string, as in a form. Text comes as it was typed, without escapes. */
export function slashCommand(
  state: State,
  typed: {
    readonly userId: string;
    readonly conversation: Conversation;
    readonly command: string;
    readonly text: string;
    readonly responseUrl: string;
  },
): JsonObject {
  return {
    token: identity.verificationToken,
    team_id: identity.teamId,
    team_domain: identity.teamDomain,
    channel_id: typed.conversation.id,
    channel_name: typed.conversation.directWith === undefined ? typed.conversation.name : "directmessage",
    user_id: typed.userId,
    user_name: state.workspace.nameOf(typed.userId),
    command: typed.command,
    text: typed.text,
    api_app_id: identity.appId,
    is_enterprise_install: "false",
    response_url: typed.responseUrl,
    trigger_id: state.triggers.issue({ userId: typed.userId }),
  };
}
