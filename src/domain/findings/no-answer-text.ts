import type { NoAnswer } from "../topology.ts";

/** What a missing answer says, in words; refused and silent are different facts. */
export function noAnswerText(view: NoAnswer): string {
  switch (view.kind) {
    case "refused":
      return "refuses connections: nothing listens there";
    case "silent":
      return `silent for ${view.afterMs} ms: may be dead, frozen or cut off`;
    case "denied":
      return view.reason === "auth"
        ? "denies the password that the bot has"
        : "denies foreign clients (protected-mode)";
    case "loading":
      return "is loading its data";
    case "no-address":
      return "has no address yet";
    case "error":
      return `answers with an error: ${view.text}`;
  }
}
