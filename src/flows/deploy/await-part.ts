import type { DeployPart } from "../../domain/deploy/deploy-step.ts";
import { bootstrapPod, type GroupSize, redisesInSync, sentinelsAnswer } from "../../domain/deploy/group-proof.ts";
import { type Hindrance, hindranceAdvice, patienceMs } from "../../domain/deploy/hindrance.ts";
import type { ObjectRef } from "../../domain/deploy/manifest.ts";
import type { GroupRef } from "../../domain/group.ts";
import type { StepState } from "../../domain/plans/step-state.ts";
import type { Topology } from "../../domain/topology.ts";
import type { ObjectStore } from "../object-ports.ts";
import type { DeployDeps } from "./deploy-deps.ts";

type Wait = {
  readonly group: GroupRef & { readonly masterName: string };
  readonly part: DeployPart;
  readonly size: GroupSize;
  readonly objects: readonly ObjectRef[];
};

export type Waited =
  | { readonly kind: "done"; readonly seen: string }
  | { readonly kind: "failed"; readonly reason: string };

/** Images to pull, volumes to bind, a data set to copy. Milliseconds. */
const deadlineMs: Readonly<Record<DeployPart, number>> = {
  settings: 10_000,
  bootstrap: 120_000,
  "sentinel-services": 10_000,
  "redis-services": 10_000,
  sentinels: 180_000,
  "master-service": 10_000,
  redises: 600_000,
};
const pollMs = 200;
const hindrancesEveryMs = 1_000;

/**
 * Waits until what the part is there for has come about. What Kubernetes says against it ends the wait as soon as it has
 * lasted for longer than such a thing passes by itself, with Kubernetes' own reason and what to do.
 */
export async function awaitPart(deps: Pick<DeployDeps, "objects" | "reader" | "clock">, wait: Wait): Promise<Waited> {
  const { clock, objects } = deps;
  const startedMs = clock.now();
  const hindered = createHindranceWatch(objects, wait.group.namespace, () => clock.now());
  for (;;) {
    const state = await look(deps, wait);
    if (state.kind === "done") return state;
    const lasting = await hindered();
    if (lasting !== undefined) {
      const { object, reason } = lasting;
      return { kind: "failed", reason: `${object}: ${reason} ${hindranceAdvice(lasting, wait.group.namespace)}` };
    }
    if (clock.now() - startedMs > deadlineMs[wait.part]) {
      return { kind: "failed", reason: `not within ${deadlineMs[wait.part] / 1000} s: ${state.missing}` };
    }
    await clock.sleep(pollMs);
  }
}

async function look({ objects, reader }: Pick<DeployDeps, "objects" | "reader">, wait: Wait): Promise<StepState> {
  const { part, group, size } = wait;
  switch (part) {
    case "settings":
    case "sentinel-services":
    case "redis-services":
    case "master-service":
      return { kind: "done", seen: "there" };
    case "bootstrap":
      return bootstrapState(await reader.read(group));
    case "sentinels":
      return (await unfinished(objects, wait)) ?? sentinelsAnswer(await reader.read(group), size);
    case "redises":
      return (await unfinished(objects, wait)) ?? redisesInSync(await reader.read(group), size);
  }
}

function bootstrapState({ redises }: Topology): StepState {
  const view = redises.find(({ pod }) => pod.name === bootstrapPod)?.view;
  if (view?.kind === "answered" && view.role === "master") return { kind: "done", seen: `${bootstrapPod} is master` };
  return { kind: "pending", missing: `${bootstrapPod} does not say master` };
}

/** Every pod is of the newest template. Ready is not asked: what is ready for clients is not what this step waits for. */
async function unfinished(objects: ObjectStore, wait: Wait): Promise<StepState | undefined> {
  for (const object of wait.objects) {
    const rollout = await objects.rollout(wait.group.namespace, object);
    if (rollout === undefined) return { kind: "pending", missing: `${object.kind} ${object.name} is gone` };
    const { isObserved, updated, wanted } = rollout;
    if (!isObserved || updated < wanted) {
      return {
        kind: "pending",
        missing: `${updated} of ${wanted} pods of ${object.kind} ${object.name} are up to date`,
      };
    }
  }
  return undefined;
}

/** Looks now and then; answers a hindrance that has been there at every look for longer than its patience. */
function createHindranceWatch(
  objects: ObjectStore,
  namespace: string,
  now: () => number,
): () => Promise<Hindrance | undefined> {
  let lookedMs = Number.NEGATIVE_INFINITY;
  let since = new Map<string, number>();
  return async () => {
    if (now() - lookedMs < hindrancesEveryMs) return undefined;
    lookedMs = now();
    const found = await objects.hindrances(namespace);
    const key = ({ object, kind }: Hindrance) => `${kind} ${object}`;
    since = new Map(found.map((one) => [key(one), since.get(key(one)) ?? now()]));
    return found.find((one) => now() - (since.get(key(one)) ?? now()) >= patienceMs(one));
  };
}
