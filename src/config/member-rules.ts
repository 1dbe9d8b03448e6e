import { z } from "zod";
import { splitList } from "./values.ts";

/** Pods with all these labels are members; the process is in the first of the containers that the pod has (none: its first). */
export type LabelRule = { readonly labels: Readonly<Record<string, string>>; readonly containers: readonly string[] };

const label = /^([\w./-]+)=([\w.-]*)$/;
const container = /^[a-z0-9-]+$/;

/**
 * `a=b,c=d@container | e=f`: any of the alternatives, each all of its labels as `kubectl -l` takes them, and, where
 * the process is not in the pod's first container, the containers to look for, with `/` between them.
 */
export const labelRules = z.string().transform((text, context): readonly LabelRule[] => {
  const rules = text.split("|").map((alternative) => parseRule(alternative.trim()));
  const good = rules.filter((rule) => rule !== undefined);
  if (good.length === rules.length) return good;
  context.addIssue("is not a list of label selectors with | between them");
  return z.NEVER;
});

function parseRule(text: string): LabelRule | undefined {
  const [selector = "", place, ...rest] = text.split("@");
  const labels = splitList(selector).map((item) => label.exec(item));
  const containers = place === undefined ? [] : place.split("/").map((name) => name.trim());
  if (labels.length === 0 || rest.length > 0 || !containers.every((name) => container.test(name))) return undefined;
  const pairs = labels.map((match) => (match === null ? undefined : ([match[1] ?? "", match[2] ?? ""] as const)));
  if (pairs.some((pair) => pair === undefined)) return undefined;
  return { labels: Object.fromEntries(pairs.filter((pair) => pair !== undefined)), containers };
}
