import { z } from "zod";
import { splitList } from "./values.ts";

/** Which overlay a namespace is deployed from: `*` in a namespace stands for any characters, the first that fits counts. */
export type OverlayRule = { readonly namespace: string; readonly overlay: string };

/** `shop-*=production,*=staging`. */
export const overlayRules = z.string().transform((text, context): readonly OverlayRule[] => {
  const rules = splitList(text).map((item) => /^([a-z0-9*-]+)=([a-z0-9-]+)$/.exec(item));
  if (rules.length > 0 && rules.every((rule) => rule !== null)) {
    return rules.map(([, namespace = "", overlay = ""]) => ({ namespace, overlay }));
  }
  context.addIssue("is not a list of namespace=overlay");
  return z.NEVER;
});

/** The overlay of the first rule that fits; `staging` where none does. */
export function overlayFor(rules: readonly OverlayRule[], namespace: string): string {
  return rules.find((rule) => fits(rule.namespace, namespace))?.overlay ?? "staging";
}

function fits(pattern: string, namespace: string): boolean {
  return new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(namespace);
}
