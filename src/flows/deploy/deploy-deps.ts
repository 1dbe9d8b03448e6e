import type { GroupFiles } from "../../domain/deploy/group-files.ts";
import type { GroupRef } from "../../domain/group.ts";
import type { ObjectStore } from "../object-ports.ts";
import type { StepContext } from "../perform-step.ts";
import type { Access, Clock, Cluster, RedisFleet } from "../ports.ts";
import type { TopologyReader } from "../read-topology.ts";

/** The files of an overlay, rendered; undefined where there is no such overlay. */
export type ReadFiles = (overlay: string) => GroupFiles | undefined;

/** A planned switchover away from a master; `gapMs` is how long writes waited; absent where no writer saw its end. */
export type SwitchOver = (request: {
  readonly group: GroupRef & { readonly masterName: string };
  readonly from: string;
  readonly to: string;
  readonly access: Access;
  readonly tell: StepContext["tell"];
}) => Promise<{ readonly gapMs?: number }>;

/** How a step of a deployment went. */
export type StepOutcome =
  | { readonly kind: "done" | "skipped"; readonly seen: string }
  | { readonly kind: "failed"; readonly reason: string };

/** What the steps of a deployment work with. */
export type DeployDeps = {
  readonly cluster: Cluster;
  readonly objects: ObjectStore;
  readonly fleet: RedisFleet;
  readonly reader: TopologyReader;
  readonly readFiles: ReadFiles;
  /** The overlay's folder that a namespace is deployed from. */
  readonly overlayOf: (namespace: string) => string;
  readonly switchOver: SwitchOver;
  readonly clock: Clock;
  /** A text that no earlier run wrote. */
  readonly newMarker: () => string;
  /** At least 32 random hexadecimal characters; known to the log and the audit as a secret from then on. */
  readonly newPassword: () => string;
};
