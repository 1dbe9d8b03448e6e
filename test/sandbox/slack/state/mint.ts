import { randomBytes } from "node:crypto";
import type { SlackClock } from "../settings.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** An id in Slack's form: a letter or two that tell the kind, then ten capitals and digits. */
export function mintId(prefix: string): string {
  const letters = [...randomBytes(10)].map((byte) => alphabet.charAt(byte % alphabet.length));
  return `${prefix}${letters.join("")}`;
}

/** A block id as Slack fills it in where the app gave none. */
export function mintBlockId(): string {
  return randomBytes(4).toString("base64url").slice(0, 5);
}

/** `seconds.microseconds`, never the same twice, and never smaller than the one before. */
export function createTimestamps(clock: SlackClock): () => string {
  let last = 0;
  return function nextTs() {
    last = Math.max(last + 1, clock.now() * 1_000);
    const seconds = Math.floor(last / 1_000_000);
    return `${seconds}.${String(last % 1_000_000).padStart(6, "0")}`;
  };
}

/** Microseconds as an integer, so that two timestamps can be compared. */
export function tsOrder(ts: string): number {
  return Math.round(Number(ts) * 1_000_000);
}
