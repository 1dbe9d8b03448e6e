import { createHmac } from "node:crypto";
import { type JsonObject, parseJson, textOf } from "../json.ts";
import type { Json } from "../page-api.ts";
import type { Timings } from "../settings.ts";
import { identity } from "../state/identity.ts";
import type { Answer, Deliver, Envelope, Retry } from "./delivery.ts";

export type HttpDelivery = {
  readonly deliver: Deliver;
  /** Sends the `url_verification` that Slack sends when an address is saved; throws where it is not answered. */
  readonly verify: () => Promise<void>;
};

/**
 * Signed requests to the app's address, as Slack sends them. The signature's time is the machine's, not the sandbox's
 * clock: the app compares it with its own.
 */
export function createHttpDelivery(deps: {
  readonly url: string;
  readonly signingSecret: string;
  readonly timings: Timings;
}): HttpDelivery {
  const post = (body: { readonly text: string; readonly contentType: string }, retry?: Retry) =>
    fetch(deps.url, {
      method: "POST",
      headers: signedHeaders({ ...body, signingSecret: deps.signingSecret, ...(retry === undefined ? {} : { retry }) }),
      body: new TextEncoder().encode(body.text),
      redirect: "error",
      signal: AbortSignal.timeout(deps.timings.ackMs),
    });
  return {
    async deliver(envelope) {
      try {
        return await readAnswer(await post(encode(envelope), envelope.retry));
      } catch (error) {
        return failure(error);
      }
    },
    async verify() {
      const challenge = createHmac("sha256", deps.url).digest("hex");
      const payload = { token: identity.verificationToken, challenge, type: "url_verification" };
      const response = await post({ text: JSON.stringify(payload), contentType: "application/json" });
      const body = await response.text();
      if (!body.includes(challenge)) throw new Error(`${deps.url} did not answer the challenge: ${response.status}`);
    },
  };
}

// Bolt compares the content type exactly: no charset.
function encode(envelope: Envelope): { readonly text: string; readonly contentType: string } {
  const form = "application/x-www-form-urlencoded";
  if (envelope.type === "events_api")
    return { text: JSON.stringify(envelope.payload), contentType: "application/json" };
  if (envelope.type === "slash_commands") return { text: formEncode(envelope.payload), contentType: form };
  return { text: new URLSearchParams({ payload: JSON.stringify(envelope.payload) }).toString(), contentType: form };
}

function formEncode(payload: JsonObject): string {
  return new URLSearchParams(Object.entries(payload).map(([key, value]) => [key, textOf(value)])).toString();
}

function signedHeaders(of: {
  readonly text: string;
  readonly contentType: string;
  readonly signingSecret: string;
  readonly retry?: Retry;
}): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac("sha256", of.signingSecret).update(`v0:${timestamp}:${of.text}`).digest("hex");
  return {
    "content-type": of.contentType,
    "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    "x-slack-request-timestamp": timestamp,
    "x-slack-signature": `v0=${digest}`,
    ...(of.retry === undefined
      ? {}
      : { "x-slack-retry-num": String(of.retry.attempt), "x-slack-retry-reason": of.retry.reason }),
  };
}

async function readAnswer(response: Response): Promise<Answer> {
  const body = await response.text();
  if (!response.ok) {
    return { kind: "unacked", reason: "unreachable", detail: `http_error ${response.status}` };
  }
  return { kind: "acked", payload: body === "" ? {} : ackPayload(body) };
}

// An answer that is not JSON is a text, for a slash command: ack("hi") in HTTP mode.
function ackPayload(body: string): Json {
  const parsed = parseJson(body);
  return typeof parsed === "object" && parsed !== null ? parsed : { text: body };
}

function failure(error: unknown): Answer {
  const isTimeout = error instanceof Error && error.name === "TimeoutError";
  return isTimeout
    ? { kind: "unacked", reason: "timed-out", detail: "operation_timeout" }
    : { kind: "unacked", reason: "unreachable", detail: String(error) };
}
