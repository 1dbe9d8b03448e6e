import type { Answer } from "../delivery/delivery.ts";
import { isObject, type JsonObject, objectOf, textOf } from "../json.ts";
import type { PageRequest } from "../page-api.ts";
import { viewSubmission } from "../payloads/view-payloads.ts";
import type { State } from "../state/state.ts";
import type { View } from "../state/view.ts";
import { viewProblems } from "../validate/view.ts";
import type { ClientDeps } from "./client.ts";
import { ClientRefusal } from "./client-refusal.ts";
import { homeChannel } from "./failure-words.ts";
import { inputErrors } from "./input-errors.ts";

type Submit = Extract<PageRequest, { kind: "submit" }>;

const trouble = "We had some trouble connecting. Try again?";

/** Submits a modal. What the client itself can see (an empty required input) never reaches the app. */
export async function submitView(
  deps: ClientDeps,
  request: Submit,
): Promise<{ readonly errors: Readonly<Record<string, string>> }> {
  const { state } = deps;
  const found = state.views.stack(request.userId).find((view) => view.id === request.viewId);
  if (found === undefined) throw new ClientRefusal("That view is not open any more.");
  const view = state.views.setValues(found, objectOf(request.state));
  const errors = inputErrors(view);
  state.views.setErrors(view, errors);
  if (Object.keys(errors).length > 0) return { errors };
  const payload = viewSubmission(state, view);
  const answer = await deps.deliver({ type: "interactive", payload, acceptsResponse: true });
  const failure = applyAnswer(state, view, answer);
  if (failure !== undefined) {
    const channel = homeChannel(state, request.userId);
    state.notices.tell({ userId: request.userId, channel }, `${trouble} (${failure})`);
  }
  return { errors: state.views.find({ viewId: view.id })?.errors ?? {} };
}

/** Undefined when done; else why the view stays as it is. */
function applyAnswer(state: State, view: View, answer: Answer): string | undefined {
  if (answer.kind === "unacked") return answer.reason === "timed-out" ? "operation_timeout" : answer.detail;
  const response = objectOf(answer.payload);
  switch (response["response_action"]) {
    case undefined:
      state.views.close(view);
      return undefined;
    case "clear":
      state.views.clear(view.userId);
      return undefined;
    case "errors":
      return showErrors(state, view, objectOf(response["errors"]));
    case "update":
    case "push":
      return showView(state, view, response);
    default:
      return `unknown response_action ${textOf(response["response_action"])}`;
  }
}

function showErrors(state: State, view: View, errors: JsonObject): string | undefined {
  const blocks = Array.isArray(view.source["blocks"]) ? view.source["blocks"] : [];
  const inputs = blocks.filter(isObject).filter((block) => block["type"] === "input");
  const known = new Set(inputs.map((block) => textOf(block["block_id"])));
  const named = Object.entries(errors).map(([blockId, text]) => [blockId, textOf(text)] as const);
  if (named.length === 0) return "response_action errors without errors";
  const stranger = named.find(([blockId]) => !known.has(blockId));
  if (stranger !== undefined) return `no input block ${stranger[0]} to show an error at`;
  state.views.setErrors(view, Object.fromEntries(named));
  return undefined;
}

function showView(state: State, view: View, response: JsonObject): string | undefined {
  const source = objectOf(response["view"]);
  const problems = viewProblems(source);
  if (problems.length > 0) return problems.join("; ");
  const outcome =
    response["response_action"] === "push" ? state.views.push(view.userId, source) : state.views.update(view, source);
  return outcome.kind === "refused" ? outcome.error : undefined;
}
