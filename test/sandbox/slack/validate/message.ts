import { isObject, objectsOf, textOf } from "../json.ts";
import type { Json } from "../page-api.ts";
import { basicBlocks, block, contextActions } from "./basic-blocks.ts";
import { card, carousel, container } from "./cards.ts";
import { all, byType, type Check, formatProblem, list, string } from "./check.ts";
import { dataVisualization } from "./data-visualization.ts";
import { plan, taskCard } from "./plans.ts";
import { dataTable, table } from "./tables.ts";
import { atMost, uniqueBlockIds } from "./whole-list.ts";

const longestMarkdown = 12_000;

const messageBlocks = {
  ...basicBlocks,
  card,
  carousel,
  container,
  context_actions: contextActions,
  data_table: dataTable,
  data_visualization: dataVisualization,
  markdown: block("markdown", { text: string({ max: longestMarkdown }) }),
  plan,
  table,
  task_card: taskCard,
};

const check: Check = all(
  list(byType(messageBlocks), { max: 50 }),
  uniqueBlockIds,
  atMost(2, "data_visualization"),
  notMixed,
);

/** What Slack would refuse in a message's blocks, in its words; empty where they are fine or absent. */
export function messageProblems(blocks: Json | undefined): readonly string[] {
  return blocks === undefined ? [] : check(blocks, "/blocks").map(formatProblem);
}

/** Characters of every `markdown` and `mrkdwn` text, however deep: Slack bounds their sum as well. */
export function markdownLength(value: Json): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one: Json) => sum + markdownLength(one), 0);
  if (!isObject(value)) return 0;
  const isMarkdown = value["type"] === "markdown" || value["type"] === "mrkdwn";
  return isMarkdown ? textOf(value["text"]).length : markdownLength(Object.values(value));
}

function notMixed(value: Json | undefined, at: string) {
  const types = new Set(objectsOf(value).map((one) => one["type"]));
  const isMixed = types.has("plan") && types.has("task_card");
  return isMixed ? [{ message: "cannot mix `plan` and `task_card` blocks", at }] : [];
}
