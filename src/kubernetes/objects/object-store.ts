import { AppsV1Api, CoreV1Api, type KubeConfig } from "@kubernetes/client-node";
import type { ObjectStore } from "../../flows/object-ports.ts";
import type { Call } from "../call.ts";
import { createSendRequest } from "../request.ts";
import { createApply } from "./apply.ts";
import { createFind, createRollout } from "./find.ts";
import { createHindrances } from "./hindrances.ts";
import { createRehearse } from "./rehearse.ts";
import { createRemove } from "./remove.ts";

/** What deploying needs of Kubernetes, over the connections of the given configuration. */
export function createObjectStore({ config, call }: { readonly config: KubeConfig; readonly call: Call }): ObjectStore {
  const deps = { call, send: createSendRequest(config) };
  return {
    rehearse: createRehearse(deps),
    apply: createApply(deps),
    find: createFind(deps),
    rollout: createRollout(deps),
    remove: createRemove(deps),
    hindrances: createHindrances({
      core: config.makeApiClient(CoreV1Api),
      apps: config.makeApiClient(AppsV1Api),
      call,
    }),
  };
}
