import { randomBytes } from "node:crypto";
import type { SlackClock, Timings } from "../settings.ts";
import { identity } from "./identity.ts";

const usesAllowed = 5;

/** Where an answer goes: the channel and person of the act, and the message that it may replace. */
export type ResponseOrigin = {
  readonly userId: string;
  readonly channel: string;
  readonly threadTs?: string;
  originalTs?: string;
};

type ResponseUse =
  | { readonly kind: "granted"; readonly origin: ResponseOrigin }
  | { readonly kind: "refused"; readonly error: "invalid_url" | "used_url" | "expired_url" };

/** Response URLs: five answers within 30 minutes, by anyone who knows the address. */
export type ResponseUrls = {
  readonly issue: (origin: ResponseOrigin) => string;
  /** By the URL's path. */
  readonly use: (path: string) => ResponseUse;
};

export function createResponseUrls(deps: {
  readonly clock: SlackClock;
  readonly timings: Timings;
  readonly baseUrl: () => string;
}): ResponseUrls {
  const issued = new Map<string, { readonly origin: ResponseOrigin; readonly at: number; uses: number }>();
  return {
    issue(origin) {
      const at = deps.clock.now();
      const path = `/actions/${identity.teamId}/${issued.size + 1}/${randomBytes(12).toString("base64url")}`;
      issued.set(path, { origin, at, uses: 0 });
      return `${deps.baseUrl()}${path}`;
    },
    use(path) {
      const url = issued.get(path);
      if (url === undefined) return { kind: "refused", error: "invalid_url" };
      if (deps.clock.now() - url.at > deps.timings.responseUrlMs) return { kind: "refused", error: "expired_url" };
      if (url.uses >= usesAllowed) return { kind: "refused", error: "used_url" };
      url.uses += 1;
      return { kind: "granted", origin: url.origin };
    },
  };
}
