import type { Hindrance } from "../domain/deploy/hindrance.ts";
import type { Manifest, ObjectRef } from "../domain/deploy/manifest.ts";
import type { Rehearsal } from "../domain/deploy/rehearsal.ts";
import type { Address } from "../domain/topology.ts";

/** How far a StatefulSet or Deployment has come. */
export type Rollout = {
  readonly wanted: number;
  readonly ready: number;
  /** Pods of the newest template. */
  readonly updated: number;
  /** The controller has seen the newest specification: without that the numbers are of an older one. */
  readonly isObserved: boolean;
};

export type FoundObject = {
  readonly uid: string;
  /** Where clients reach it: only of a Service with an address. */
  readonly address?: Address;
  readonly isDeleting: boolean;
  /** Who wrote it, as people say it: `redis-ha-bot`, `kubectl`, `Helm release cache`. */
  readonly keeper: string;
};

/**
 * The objects of a namespace, written as field manager `redis-ha-bot`. Faults, each call: `kubernetes-unreachable`,
 * `-forbidden`, `-not-found` (the namespace), `-conflict`, `-refused`.
 */
export type ObjectStore = {
  /** What applying each would do, in their order, by a server-side dry run with strict validation: nothing is stored. */
  readonly rehearse: (
    namespace: string,
    objects: readonly Manifest[],
    signal?: AbortSignal,
  ) => Promise<readonly Rehearsal[]>;
  /** Server-side apply; never takes a field from another manager: that is a `kubernetes-conflict`. */
  readonly apply: (namespace: string, object: Manifest, signal?: AbortSignal) => Promise<void>;
  /** Undefined where there is none. */
  readonly find: (namespace: string, object: ObjectRef, signal?: AbortSignal) => Promise<FoundObject | undefined>;
  /** Deletes the object if it still has this uid (`kubernetes-conflict` if not). One that is gone is deleted. */
  readonly remove: (
    namespace: string,
    object: ObjectRef & { readonly uid: string },
    signal?: AbortSignal,
  ) => Promise<void>;
  /** Of a StatefulSet or a Deployment; undefined where there is none. */
  readonly rollout: (namespace: string, object: ObjectRef, signal?: AbortSignal) => Promise<Rollout | undefined>;
  /** What keeps the namespace's pods from running now, in Kubernetes' own words; sorted by object. */
  readonly hindrances: (namespace: string, signal?: AbortSignal) => Promise<readonly Hindrance[]>;
};
