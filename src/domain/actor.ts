import { z } from "zod";

/** Who asked: a Slack user, or the policy where the bot acts on its own (always audited as such). */
export const Actor = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("user"), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal("policy"), rule: z.string() }),
]);
export type Actor = Readonly<z.infer<typeof Actor>>;

export function actorText(actor: Actor): string {
  return actor.kind === "user" ? `@${actor.name}` : `policy: ${actor.rule}`;
}
