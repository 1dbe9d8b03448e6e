import type { Reaper } from "../../reaper.ts";
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
  /** Holds a directory for each claim of a volume, named by its uid: these outlive pods. */
  readonly claims: string;
  /** Holds what stands in front of the machine's programs. */
  readonly shims: string;
  readonly store: Store;
  /** Whether the Services' variables are wanted. */
  readonly hasServiceLinks: boolean;
  readonly reaper: Pick<Reaper, "adopt" | "release">;
  /** The pod as the store has it now; undefined once it is gone. */
  readonly pod: () => KubeObject | undefined;
};
