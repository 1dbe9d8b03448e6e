import { objectOf } from "../json.ts";
import { slashCommand } from "../payloads/slash-command.ts";
import type { Conversation } from "../state/workspace.ts";
import type { ClientDeps } from "./client.ts";
import { commandFailure } from "./failure-words.ts";
import { postResponse } from "./post-response.ts";

/** Sends a slash command to the app; shows its answer, or what Slack shows where there was none within 3 s. */
export async function runCommand(
  deps: ClientDeps,
  typed: { readonly userId: string; readonly conversation: Conversation; readonly text: string },
): Promise<void> {
  const { state } = deps;
  const to = { userId: typed.userId, channel: typed.conversation.id };
  const [command = "", ...words] = typed.text.trim().split(/(?<=^\S+)\s+/);
  if (!state.settings.app.commands.includes(command)) {
    return state.notices.tell(to, `${command} is not a valid command.`);
  }
  const origin = { ...to };
  const responseUrl = state.responseUrls.issue(origin);
  const payload = slashCommand(state, { ...typed, command, text: words.join(" "), responseUrl });
  const answer = await deps.deliver({ type: "slash_commands", payload, acceptsResponse: true });
  if (answer.kind === "unacked") return state.notices.tell(to, commandFailure(command, answer));
  const response = objectOf(answer.payload);
  if (response["text"] === undefined && response["blocks"] === undefined) return;
  if (response["response_type"] === "in_channel") {
    state.messages.add({ channel: to.channel, author: { kind: "user", userId: to.userId }, text: typed.text });
  }
  const posted = postResponse(state, origin, response);
  if (posted.kind === "refused") state.notices.tell(to, `${command} failed with the error "${posted.error}"`);
}
