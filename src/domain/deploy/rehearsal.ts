import { z } from "zod";
import { ObjectRef } from "./manifest.ts";

/**
 * Why Kubernetes would not take an object. `conflict`: another field manager holds a field with another value.
 * `foreign`: a Helm release or another object owns it, and would put it back. `deleting`: it is on its way out.
 */
export const RefusalCause = z.enum([
  "conflict",
  "foreign",
  "forbidden",
  "quota",
  "admission",
  "invalid",
  "deleting",
  "unknown-kind",
]);
export type RefusalCause = z.infer<typeof RefusalCause>;

/** What applying one object would do, by Kubernetes' own dry run: nothing was stored. */
export const Rehearsal = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("created"), object: ObjectRef }),
  z.object({ kind: z.literal("unchanged"), object: ObjectRef }),
  /** `lines`: the difference as Kubernetes would make it, defaults included; no secret is in it. */
  z.object({ kind: z.literal("changed"), object: ObjectRef, lines: z.array(z.string()).readonly() }),
  /** `reason`: Kubernetes' own words, or who owns it. */
  z.object({ kind: z.literal("refused"), object: ObjectRef, cause: RefusalCause, reason: z.string() }),
]);
export type Rehearsal = Readonly<z.infer<typeof Rehearsal>>;
export type Refused = Rehearsal & { readonly kind: "refused" };

/** What to do about a refusal, to be said after its reason. */
export function refusalAdvice({ cause, object }: Refused, namespace: string): string {
  const at = `-n ${namespace} ${object.kind.toLowerCase()} ${object.name}`;
  switch (cause) {
    case "conflict":
      return `Somebody else keeps those fields. Where that is over, take them: kubectl apply -k with --server-side --field-manager=redis-ha-bot --force-conflicts; else let its keeper change ${object.name}.`;
    case "foreign":
      return `Deploy into a namespace of its own, or take ${object.name} away from its owner first (kubectl get ${at} --show-labels).`;
    case "forbidden":
      return `Give the bot its rights there: kubectl apply -k k8s/bot/deploys --namespace ${namespace}`;
    case "quota":
      return `Ask whoever keeps the quota for more, or free some: kubectl -n ${namespace} describe resourcequota`;
    case "admission":
      return "A rule of this cluster forbids it: whoever keeps that rule can say what it asks for.";
    case "invalid":
      return `Where it is there already, it may differ in what can't be changed in place: compare them (kubectl get ${at} -o yaml), and delete it if it may go.`;
    case "deleting":
      return `Wait until it is gone (kubectl get ${at}), then ask again.`;
    case "unknown-kind":
      return "This cluster does not know that kind of object: its version is too old for these manifests.";
  }
}
