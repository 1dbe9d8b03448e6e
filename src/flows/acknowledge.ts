import { groupId } from "../domain/group.ts";
import type { Announcer } from "./announce-fact.ts";
import type { Acknowledge } from "./flows.ts";
import type { Gate } from "./gate.ts";
import type { AuditLog, Clock } from "./ports.ts";

type Deps = {
  readonly gate: Gate;
  readonly announcer: Announcer;
  readonly audit: AuditLog;
  readonly clock: Clock;
};

/** Somebody looks after the incident. Faults: `store-unreachable`; then nothing was acknowledged. */
export function createAcknowledge({ gate, announcer, audit, clock }: Deps): Acknowledge {
  return async function acknowledge(who, incidentId) {
    const refused = await gate.refusal(who, "acknowledge");
    if (refused !== undefined) return refused;
    const incident = announcer.incidentById(incidentId);
    if (incident === undefined) return { kind: "unknown-incident" };
    if (incident.acknowledgedBy !== undefined) return { kind: "already", by: incident.acknowledgedBy };
    const group = groupId(incident.group);
    const atMs = clock.now();
    const detail = `incident ${incident.id}`;
    await audit.append({ atMs, actor: { kind: "user", ...who }, group, what: "acknowledged", detail });
    announcer.tell(group, { kind: "acknowledged", by: who.name, atMs });
    return { kind: "acknowledged", incident: announcer.incidentById(incidentId) ?? incident };
  };
}
