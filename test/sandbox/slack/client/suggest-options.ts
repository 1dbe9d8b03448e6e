import { compact, type JsonObject, objectOf } from "../json.ts";
import type { PageRequest } from "../page-api.ts";
import { blockSuggestion } from "../payloads/block-suggestion.ts";
import { requireElement, requirePlace } from "./act.ts";
import type { ClientDeps } from "./client.ts";
import { ClientRefusal } from "./client-refusal.ts";

type Options = Extract<PageRequest, { kind: "options" }>;

const mostOptions = 100;

/** What the app offers for what was typed so far: `options`, and `option_groups` where it answered with groups. */
export async function suggestOptions(deps: ClientDeps, request: Options): Promise<JsonObject> {
  const place = requirePlace(deps.state, request);
  const placed = requireElement(place, request);
  const payload = blockSuggestion(deps.state, { userId: request.userId, place, placed, query: request.query });
  const answer = await deps.deliver({ type: "interactive", payload, acceptsResponse: true });
  if (answer.kind === "unacked") throw new ClientRefusal(`Could not load the options (${answer.detail}).`);
  const { options, option_groups: groups } = objectOf(answer.payload);
  if (!Array.isArray(options) && !Array.isArray(groups)) {
    throw new ClientRefusal("Could not load the options (the app answered with none).");
  }
  if (Array.isArray(options) && options.length > mostOptions) {
    throw new ClientRefusal(`Could not load the options (${options.length} of them, at most ${mostOptions}).`);
  }
  return compact({ options: options ?? [], option_groups: groups });
}
