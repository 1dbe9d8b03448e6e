import type { JsonObject } from "../json.ts";

/** `{ ok: false, error }`, with whatever else that error carries. */
export class ApiRefusal extends Error {
  override readonly name = "ApiRefusal";
  readonly fields: JsonObject;

  constructor(error: string, fields: JsonObject = {}) {
    super(error);
    this.fields = fields;
  }
}

/** Refuses with the validator's messages in Slack's form. */
export function refusedArguments(error: string, messages: readonly string[]): ApiRefusal {
  return new ApiRefusal(error, {
    errors: messages,
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}
