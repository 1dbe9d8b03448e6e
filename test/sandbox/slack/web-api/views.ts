import { isObject, type JsonObject, textOf, textOrUndefined } from "../json.ts";
import type { State } from "../state/state.ts";
import type { TriggerOrigin } from "../state/triggers.ts";
import { apiView } from "../state/view.ts";
import type { ViewOutcome } from "../state/views.ts";
import { viewProblems } from "../validate/view.ts";
import type { ApiMethods } from "./api-method.ts";
import { ApiRefusal, refusedArguments } from "./api-refusal.ts";
import { requireUser } from "./lookup.ts";

const longestView = 250_000;

export const viewMethods: ApiMethods = {
  "views.open": { token: "bot", tier: 4, run: open },
  "views.push": { token: "bot", tier: 4, run: push },
  "views.update": { token: "bot", tier: 4, run: update },
  "views.publish": { token: "bot", tier: 4, run: publish },
};

function open(state: State, args: JsonObject): JsonObject {
  const source = requireView(args, "modal");
  const { userId } = requireTrigger(state, args);
  return answer(state.views.open(userId, source));
}

function push(state: State, args: JsonObject): JsonObject {
  const source = requireView(args, "modal");
  const { userId, viewId } = requireTrigger(state, args);
  // Only an act in a modal gives a trigger that may push onto it.
  if (viewId === undefined) throw new ApiRefusal("not_found");
  return answer(state.views.push(userId, source));
}

function update(state: State, args: JsonObject): JsonObject {
  const viewId = textOrUndefined(args["view_id"]);
  const externalId = textOrUndefined(args["external_id"]);
  if (viewId !== undefined && externalId !== undefined) {
    throw refusedArguments("invalid_arguments", ["Cannot provide both `view_id` and `external_id`"]);
  }
  const view = state.views.find({
    ...(viewId === undefined ? {} : { viewId }),
    ...(externalId === undefined ? {} : { externalId }),
  });
  if (view === undefined) throw new ApiRefusal("not_found");
  const source = requireView(args, view.source["type"] === "home" ? "home" : "modal");
  return answer(state.views.update(view, source, textOrUndefined(args["hash"])));
}

function publish(state: State, args: JsonObject): JsonObject {
  const source = requireView(args, "home");
  const user = requireUser(state, textOf(args["user_id"]));
  return answer(state.views.publish(user.id, source, textOrUndefined(args["hash"])));
}

function requireView(args: JsonObject, type: "modal" | "home"): JsonObject {
  const { view } = args;
  if (!isObject(view)) throw refusedArguments("invalid_arguments", ["missing required field: view"]);
  if (JSON.stringify(view).length > longestView) throw new ApiRefusal("view_too_large");
  const problems = viewProblems(view);
  if (problems.length > 0) throw refusedArguments("invalid_arguments", problems);
  if (view["type"] !== type) {
    throw refusedArguments("invalid_arguments", [`must be of type ${type} [json-pointer:/view/type]`]);
  }
  return view;
}

function requireTrigger(state: State, args: JsonObject): TriggerOrigin {
  const use = state.triggers.exchange(textOf(args["trigger_id"]));
  if (use.kind === "refused") throw new ApiRefusal(use.error);
  return use.origin;
}

function answer(outcome: ViewOutcome): JsonObject {
  if (outcome.kind === "refused") throw new ApiRefusal(outcome.error);
  return { view: apiView(outcome.view) };
}
