import { z } from "zod";
import type { FoundObject, ObjectStore, Rollout } from "../../flows/object-ports.ts";
import { fieldManager } from "./apply.ts";
import { type LiveObject, managersOf, type ObjectDeps, ownerOf, readLive } from "./live-object.ts";

const ServiceSpec = z.object({
  spec: z.object({ clusterIP: z.string(), ports: z.array(z.object({ port: z.number() })) }),
});

export function createFind(deps: ObjectDeps): ObjectStore["find"] {
  return async function find(namespace, object, signal) {
    const live = await readLive(deps, { namespace, object, signal });
    if (live === undefined) return undefined;
    const address = object.kind === "Service" ? addressOf(live) : undefined;
    return {
      uid: live.metadata.uid,
      isDeleting: live.metadata.deletionTimestamp !== undefined,
      keeper: keeperOf(live),
      ...(address !== undefined && { address }),
    };
  };
}

function keeperOf(live: LiveObject): string {
  const managers = managersOf(live);
  return ownerOf(live) ?? (managers.includes(fieldManager) ? fieldManager : (managers.at(0) ?? "somebody"));
}

/** A headless Service has `None`, one of another sort perhaps nothing. */
function addressOf(live: LiveObject): FoundObject["address"] {
  const { data } = ServiceSpec.safeParse(live);
  const [port] = data?.spec.ports ?? [];
  const host = data?.spec.clusterIP ?? "None";
  return port === undefined || host === "None" || host === "" ? undefined : { host, port: port.port };
}

const Controller = z.object({
  spec: z.object({ replicas: z.number().default(1) }),
  status: z
    .object({
      observedGeneration: z.number().default(0),
      replicas: z.number().default(0),
      readyReplicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
    })
    .prefault({}),
});

export function createRollout(deps: ObjectDeps): ObjectStore["rollout"] {
  return async function rollout(namespace, object, signal): Promise<Rollout | undefined> {
    const live = await readLive(deps, { namespace, object, signal });
    if (live === undefined) return undefined;
    const { spec, status } = Controller.parse(live);
    return {
      wanted: spec.replicas,
      ready: status.readyReplicas,
      updated: status.updatedReplicas,
      isObserved: status.observedGeneration >= (live.metadata.generation ?? 0),
    };
  };
}
