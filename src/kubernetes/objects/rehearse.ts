import { type Manifest, type ObjectRef, refOf } from "../../domain/deploy/manifest.ts";
import { objectDiff } from "../../domain/deploy/object-diff.ts";
import type { Rehearsal } from "../../domain/deploy/rehearsal.ts";
import { Fault } from "../../domain/fault.ts";
import type { ObjectStore } from "../../flows/object-ports.ts";
import { sendApply } from "./apply.ts";
import { LiveObject, type ObjectDeps, ownerOf, readLive } from "./live-object.ts";
import { refusalCause } from "./refusal-cause.ts";

/** So many at a time: an API server counts what one client has open. */
const atOnce = 4;

export function createRehearse(deps: ObjectDeps): ObjectStore["rehearse"] {
  return async function rehearse(namespace, objects, signal) {
    const found: Rehearsal[] = [];
    for (let from = 0; from < objects.length; from += atOnce) {
      const some = objects.slice(from, from + atOnce);
      found.push(...(await Promise.all(some.map((object) => rehearseOne(deps, { namespace, object, signal })))));
    }
    return found;
  };
}

type One = { readonly namespace: string; readonly object: Manifest; readonly signal: AbortSignal | undefined };

async function rehearseOne(deps: ObjectDeps, { namespace, object, signal }: One): Promise<Rehearsal> {
  const ref = refOf(object);
  const live = await readLive(deps, { namespace, object: ref, signal });
  const hindered = live === undefined ? undefined : untouchable(ref, live);
  if (hindered !== undefined) return hindered;
  try {
    const would = LiveObject.parse(await sendApply(deps, { namespace, object, signal, isDryRun: true }));
    if (live === undefined) return { kind: "created", object: ref };
    const lines = objectDiff(live, would);
    return lines.length === 0 ? { kind: "unchanged", object: ref } : { kind: "changed", object: ref, lines };
  } catch (error) {
    const cause = refusalCause(error);
    if (cause === undefined || !(error instanceof Fault)) throw error;
    return { kind: "refused", object: ref, ...cause };
  }
}

function untouchable(object: ObjectRef, live: LiveObject): Rehearsal | undefined {
  const owner = ownerOf(live);
  const refused = { kind: "refused", object } as const;
  if (live.metadata.deletionTimestamp !== undefined) {
    return { ...refused, cause: "deleting", reason: `It is being deleted since ${live.metadata.deletionTimestamp}.` };
  }
  if (owner !== undefined) return { ...refused, cause: "foreign", reason: `It belongs to ${owner}.` };
  return undefined;
}
