import type { NoAnswer } from "../domain/topology.ts";

/**
 * What an error reply means where it is about the connection or the process as a whole (authentication, protected mode,
 * still loading), not about one command; undefined for every other error reply.
 */
export function refusal(text: string): NoAnswer | undefined {
  if (/^(NOAUTH|WRONGPASS|ERR invalid password)/.test(text)) return { kind: "denied", reason: "auth", text };
  if (text.startsWith("DENIED")) return { kind: "denied", reason: "protected-mode", text };
  if (text.startsWith("LOADING")) return { kind: "loading", text };
  return undefined;
}

/** A server without a password complains of one in two ways, by version; it is served all the same. */
export function needsNoPassword(text: string): boolean {
  return /no password is set|without any password configured/.test(text);
}
