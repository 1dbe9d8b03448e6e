import type { KubeObject } from "../kube-object.ts";
import type { Store } from "../store.ts";

/** Where one pod runs: everything that its containers need to know of it. */
export type PodPlace = {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly ip: string;
  /** Its own, below the kubelet's. */
  readonly directory: string;
  /** Holds what stands in front of the machine's programs. */
  readonly shims: string;
  /** In the environment of every process of this kubelet: how its reaper knows them. */
  readonly mark: string;
  readonly store: Store;
  /** The pod as the store has it now; undefined once it is gone. */
  readonly pod: () => KubeObject | undefined;
};
