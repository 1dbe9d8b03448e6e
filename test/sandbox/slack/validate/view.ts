import { type JsonObject, objectsOf } from "../json.ts";
import { basicBlocks, block, contextActions } from "./basic-blocks.ts";
import { card, carousel, container } from "./cards.ts";
import { all, boolean, byType, type Check, formatProblem, list, object, oneOf, optional, string } from "./check.ts";
import { plan, taskCard } from "./plans.ts";
import { dataTable, table } from "./tables.ts";
import { anyText, plainText } from "./text-objects.ts";
import { uniqueBlockIds } from "./whole-list.ts";

const shared = {
  ...basicBlocks,
  card,
  carousel,
  container,
  context_actions: contextActions,
  data_table: dataTable,
  plan,
  table,
  task_card: taskCard,
};

const alert = block("alert", {
  text: anyText(200),
  level: optional(oneOf("default", "info", "warning", "error", "success")),
});

const common = {
  private_metadata: optional(string({ min: 0, max: 3_000 })),
  callback_id: optional(string({ min: 0, max: 255 })),
  external_id: optional(string({ min: 0, max: 255 })),
};

function blocks(kinds: Readonly<Record<string, Check>>): Check {
  return all(list(byType(kinds), { max: 100 }), uniqueBlockIds);
}

const modal = object({
  type: oneOf("modal"),
  title: plainText(24),
  submit: optional(plainText(24)),
  close: optional(plainText(24)),
  blocks: blocks({ ...shared, alert }),
  clear_on_close: optional(boolean),
  notify_on_close: optional(boolean),
  ...common,
});

const home = object({ type: oneOf("home"), blocks: blocks(shared), ...common });

const submitForInputs: Check = (value, at) => {
  const view = objectsOf([value ?? null])[0] ?? {};
  if (view["type"] !== "modal" || view["submit"] !== undefined) return [];
  return objectsOf(view["blocks"]).flatMap((one, index) =>
    one["type"] === "input"
      ? [{ message: "must define `submit` to use an `input` block in modals", at: `${at}/blocks/${index}/input` }]
      : [],
  );
};

const check = all(byType({ modal, home }), submitForInputs);

/** What Slack would refuse in a view. */
export function viewProblems(view: JsonObject): readonly string[] {
  return check(view, "/view").map(formatProblem);
}
