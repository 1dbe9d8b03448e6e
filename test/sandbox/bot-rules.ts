import { fileURLToPath } from "node:url";
import { z } from "zod";
import { renderKustomization } from "../../src/kubernetes/render-kustomization.ts";

export const Rule = z.object({
  apiGroups: z.array(z.string()),
  resources: z.array(z.string()),
  resourceNames: z.array(z.string()).exactOptional(),
  verbs: z.array(z.string()),
});
export type Rule = z.infer<typeof Rule>;

/** The rules of the Role in one folder of `k8s/bot`: what the bot is given there, and no more than that. */
export function botRules(folder: "watched" | "deploys"): readonly Rule[] {
  const path = fileURLToPath(new URL(`../../k8s/bot/${folder}`, import.meta.url));
  const role = renderKustomization(path).find(({ kind }) => kind === "Role");
  return z.array(Rule).parse(role?.["rules"]);
}
