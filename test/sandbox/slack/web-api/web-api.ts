import type { IncomingMessage } from "node:http";
import { compact, type JsonObject, textOf } from "../json.ts";
import type { SlackApp } from "../settings.ts";
import type { State } from "../state/state.ts";
import type { createApiFaults, PlannedFault } from "./api-faults.ts";
import type { ApiMethod, ApiMethods } from "./api-method.ts";
import { ApiRefusal } from "./api-refusal.ts";
import { authMethods } from "./auth.ts";
import { chatMethods } from "./chat.ts";
import { conversationMethods } from "./conversations.ts";
import { createRateLimiter, usualRates } from "./rate-limiter.ts";
import { reactionMethods } from "./reactions.ts";
import { readArguments } from "./read-arguments.ts";
import { userMethods } from "./users.ts";
import { viewMethods } from "./views.ts";

/** One call as it came and was answered; `at` is the sandbox's clock. Tokens are not kept. */
export type ApiCall = {
  readonly at: number;
  readonly method: string;
  readonly args: JsonObject;
  readonly answer: JsonObject;
};

type ApiResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
};

export type WebApi = {
  readonly call: (request: IncomingMessage, method: string, body: string) => ApiResponse;
  readonly calls: () => readonly ApiCall[];
  readonly clear: () => void;
};

/** Slack's Web API: token, scope, rate, planned fault, method, in this order. */
export function createWebApi(deps: {
  readonly state: State;
  readonly faults: ReturnType<typeof createApiFaults>;
  readonly openConnection: () => string;
}): WebApi {
  const { state } = deps;
  const { app, rates } = state.settings;
  const methods: ApiMethods = {
    ...authMethods(deps),
    ...chatMethods,
    ...conversationMethods,
    ...userMethods,
    ...viewMethods,
    ...reactionMethods,
  };
  const calls: ApiCall[] = [];
  let limit = createRateLimiter({ clock: state.clock, rates: rates ?? usualRates });

  function answer(method: string, args: JsonObject, token: string): ApiResponse {
    const known = methods[method];
    if (known === undefined) return refused("unknown_method", { req_method: method });
    const denied = tokenProblem(known, token, app);
    if (denied !== undefined) return denied;
    const fault = deps.faults.next(method);
    if (fault !== undefined) return faultResponse(fault);
    const waitSec = limit(method, known.tier, args);
    if (waitSec !== undefined) return rateLimited(waitSec);
    try {
      return succeeded({ ok: true, ...known.run(state, args) });
    } catch (error) {
      if (error instanceof ApiRefusal) return refused(error.message, error.fields);
      throw error;
    }
  }

  return {
    call(request, method, body) {
      const { token: ownToken, ...args } = readArguments(request, body);
      const bearer = /^Bearer (\S+)/i.exec(request.headers.authorization ?? "")?.[1];
      const response = answer(method, args, bearer ?? textOf(ownToken));
      calls.push({ at: state.clock.now(), method, args, answer: response.body });
      return response;
    },
    calls: () => calls,
    clear() {
      calls.length = 0;
      limit = createRateLimiter({ clock: state.clock, rates: rates ?? usualRates });
    },
  };
}

function tokenProblem(method: ApiMethod, token: string, app: SlackApp): ApiResponse | undefined {
  if (method.token === "any") return undefined;
  if (token === "") return refused("not_authed");
  if (token !== app.botToken && token !== app.appToken) return refused("invalid_auth");
  if (token !== (method.token === "bot" ? app.botToken : app.appToken)) return refused("not_allowed_token_type");
  if (method.scope !== undefined && app.scopes?.includes(method.scope) === false) {
    return refused("missing_scope", { needed: method.scope, provided: app.scopes.join(",") });
  }
  return undefined;
}

function faultResponse(fault: PlannedFault): ApiResponse {
  switch (fault.kind) {
    case "rate-limit":
      return rateLimited(fault.retryAfterSec);
    case "error":
      return refused(fault.error);
    case "status":
      return { status: fault.status, headers: {}, body: {} };
  }
}

function rateLimited(retryAfterSec: number): ApiResponse {
  return { ...refused("ratelimited"), status: 429, headers: { "retry-after": String(retryAfterSec) } };
}

function refused(error: string, fields: JsonObject = {}): ApiResponse {
  return succeeded(compact({ ok: false, error, ...fields }));
}

function succeeded(body: JsonObject): ApiResponse {
  return { status: 200, headers: {}, body };
}
