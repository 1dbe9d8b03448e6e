import type { GroupRef } from "../domain/group.ts";
import type { JobKind, JobOptions } from "../domain/job-kind.ts";
import { planFailover } from "../domain/plans/failover.ts";
import type { RecoveryDefaults } from "../domain/plans/monitor-settings.ts";
import type { Planning } from "../domain/plans/plan.ts";
import { planRecovery } from "../domain/plans/recover.ts";
import { topologyLines } from "../domain/topology-lines.ts";
import type { ReadTopology } from "./ports.ts";

export type Planned = {
  readonly planning: Planning;
  /** The group as it was read, with what was found out of it. */
  readonly group: GroupRef;
  /** What was read, one line for each member: the job's "before". */
  readonly seen: readonly string[];
};

/**
 * Reads what the plan is made from, just now, and plans. Called when the job is asked for, and again when it starts: an
 * unchanged world gives a plan with the same fingerprint. Throws the faults of what it reads.
 */
type Planner = (group: GroupRef, options: JobOptions) => Promise<Planned>;

export type JobKindFlow = {
  readonly plan: Planner;
  /** The groups that are meant where nobody named one and several are watched. */
  readonly preferred: () => readonly GroupRef[];
};

/** Everything that the core knows of the kinds of jobs; a new kind is one entry more. */
export type JobKinds = Readonly<Record<JobKind, JobKindFlow>>;

type Deps = {
  readonly read: ReadTopology;
  /** The groups that the patrol found in trouble. */
  readonly unhealthy: () => readonly GroupRef[];
  readonly defaults: RecoveryDefaults;
  readonly planDeployment: Planner;
};

export function createJobKinds({ read, unhealthy, defaults, planDeployment }: Deps): JobKinds {
  return {
    recover: {
      preferred: unhealthy,
      plan: async (group) => {
        const topology = await read(group);
        return {
          planning: planRecovery(topology, defaults),
          group: topology.group,
          seen: topologyLines(topology),
        };
      },
    },
    failover: {
      preferred: () => [],
      plan: async (group, { to }) => {
        const topology = await read(group);
        return {
          planning: planFailover(topology, to, defaults),
          group: topology.group,
          seen: topologyLines(topology),
        };
      },
    },
    deploy: { preferred: () => [], plan: planDeployment },
  };
}
