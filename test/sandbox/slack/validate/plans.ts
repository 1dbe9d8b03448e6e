import { block } from "./basic-blocks.ts";
import { byType, type Check, list, object, oneOf, optional, string } from "./check.ts";
import { richText } from "./rich-text.ts";

const source = object({ type: oneOf("url"), url: string({ max: 3_000 }), text: string() });

function taskFields(...statuses: readonly string[]): Check {
  return block("task_card", {
    task_id: string(),
    title: string(),
    details: optional(richText),
    output: optional(richText),
    sources: optional(list(source)),
    status: oneOf(...statuses),
  });
}

/** On its own, a task has begun: `pending` is for the tasks of a plan. */
export const taskCard: Check = taskFields("in_progress", "complete", "error");

export const plan: Check = block("plan", {
  title: string(),
  tasks: optional(list(byType({ task_card: taskFields("pending", "in_progress", "complete", "error") }))),
});
