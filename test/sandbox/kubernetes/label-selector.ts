import { z } from "zod";
import type { KubeObject } from "./kube-object.ts";

/** A selector as objects carry it (`spec.selector`): all of its labels and expressions must hold. */
export const LabelSelector = z.looseObject({
  matchLabels: z.record(z.string(), z.string()).default({}),
  matchExpressions: z
    .array(
      z.looseObject({
        key: z.string(),
        operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]),
        values: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});
export type LabelSelector = z.infer<typeof LabelSelector>;
type Expression = LabelSelector["matchExpressions"][number];

/** Whether the selector means the object. An empty selector means all of them, none at all means none. */
export function isMeant(selector: LabelSelector | undefined, { metadata }: Pick<KubeObject, "metadata">): boolean {
  if (selector === undefined) return false;
  const labels = metadata.labels ?? {};
  const hasLabels = Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value);
  return hasLabels && selector.matchExpressions.every((expression) => holds(expression, labels));
}

function holds({ key, operator, values }: Expression, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[key];
  switch (operator) {
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
  }
}
