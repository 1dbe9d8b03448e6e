import type { Answer } from "../delivery/delivery.ts";
import type { State } from "../state/state.ts";

/** Slack's words for a slash command that nobody answered. */
export function commandFailure(command: string, answer: Extract<Answer, { kind: "unacked" }>): string {
  if (answer.reason === "timed-out") return `${command} failed because the app did not respond (operation_timeout)`;
  return `${command} failed with the error "dispatch_failed" (${answer.detail})`;
}

/** Where a view's notices go: a view is in no channel, so the person's first one. */
export function homeChannel(state: State, userId: string): string {
  return state.workspace.conversationsOf(userId)[0]?.id ?? "";
}
