import type { PageHints } from "../../page-api.ts";

type Usage = PageHints["usages"][number];

const most = 8;

/** The usages that what is typed so far can become, or that it is an example of; none outside a command. */
export function matchingUsages(usages: readonly Usage[], typed: string): readonly Usage[] {
  if (!typed.startsWith("/") || typed.includes("\n")) return [];
  const wanted = typed.trimEnd();
  const matches = usages.filter(({ text }) => {
    const fixed = fixedPart(text);
    return fixed.startsWith(wanted) || (typed.startsWith(`${fixed} `) && fixed.includes(" "));
  });
  return matches.slice(0, most);
}

/** What is typed as it stands: `/redis status` of `/redis status [group]`. */
export function fixedPart(usage: string): string {
  return usage.replace(/\s*[[<(].*$/, "");
}
