import { Fault } from "../domain/fault.ts";
import { diagnose } from "../domain/findings/diagnose.ts";
import { type GroupRef, groupId } from "../domain/group.ts";
import type { Incident } from "../domain/incident.ts";
import { findGroup } from "./find-group.ts";
import type { Degraded, FleetStatus, GroupStatus, ShowStatus } from "./flows.ts";
import type { Gate } from "./gate.ts";
import type { ReadTopology } from "./ports.ts";

type Deps = {
  readonly gate: Gate;
  readonly read: ReadTopology;
  readonly watched: readonly GroupRef[];
  readonly incidentOf: (group: string) => Incident | undefined;
  readonly degraded: () => readonly Degraded[];
};

/** One group as it is now, or all of them in a table. Never from memory. Faults of a single group: those of `Cluster`. */
export function createShowStatus(deps: Deps): ShowStatus {
  return async function showStatus(who, asked) {
    const refused = await deps.gate.refusal(who, "look");
    if (refused !== undefined) return refused;
    if (asked === undefined && deps.watched.length > 1) return fleetStatus(deps);
    const found = findGroup(deps.watched, asked);
    return found.kind === "found" ? groupStatus(deps, found.group) : found;
  };
}

async function groupStatus({ read, incidentOf, degraded }: Deps, group: GroupRef): Promise<GroupStatus> {
  const topology = await read(group);
  const incident = incidentOf(groupId(topology.group));
  return {
    kind: "group",
    topology,
    diagnosis: diagnose(topology),
    ...(incident !== undefined && { incident }),
    degraded: degraded(),
  };
}

async function fleetStatus(deps: Deps): Promise<FleetStatus> {
  const groups = await Promise.all(deps.watched.map((group) => fleetRow(deps, group)));
  return { kind: "fleet", groups, degraded: deps.degraded() };
}

async function fleetRow({ read, incidentOf }: Deps, group: GroupRef): Promise<FleetStatus["groups"][number]> {
  try {
    const topology = await read(group);
    const incident = incidentOf(groupId(topology.group));
    const diagnosis = diagnose(topology);
    return { kind: "read", group: topology.group, diagnosis, ...(incident !== undefined && { incident }) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { kind: "unread", group, reason: error.message };
  }
}
