import type { AuditEntry } from "../domain/audit-entry.ts";
import type { Verb } from "../domain/command.ts";
import type { Diagnosis } from "../domain/diagnosis.ts";
import type { GroupRef } from "../domain/group.ts";
import type { Incident } from "../domain/incident.ts";
import type { Job } from "../domain/job.ts";
import type { JobKind, JobOptions } from "../domain/job-kind.ts";
import type { Plan } from "../domain/plans/plan.ts";
import type { Role } from "../domain/policy.ts";
import type { Topology } from "../domain/topology.ts";

/** A Slack user, as the platform itself names them (never as a message claims). */
export type Person = { readonly id: string; readonly name: string };

/** No single group fits: which one is meant? `problem` is absent where the person just named none. */
export type WhichGroup = {
  readonly kind: "which-group";
  readonly problem?: string;
  readonly nearest?: GroupRef;
  readonly groups: readonly GroupRef[];
};

export type NotAllowed = { readonly kind: "not-allowed"; readonly reason: string };

/** A part of the bot itself that does not work now, and what that means for the reader. */
export type Degraded = { readonly part: "kubernetes" | "store" | "slack"; readonly text: string };

export type GroupStatus = {
  readonly kind: "group";
  readonly topology: Topology;
  readonly diagnosis: Diagnosis;
  readonly incident?: Incident;
  readonly degraded: readonly Degraded[];
};

export type FleetStatus = {
  readonly kind: "fleet";
  readonly groups: readonly (
    | { readonly kind: "read"; readonly group: GroupRef; readonly diagnosis: Diagnosis; readonly incident?: Incident }
    | { readonly kind: "unread"; readonly group: GroupRef; readonly reason: string }
  )[];
  readonly degraded: readonly Degraded[];
};

/** Without a group: the fleet, or the one group that is watched. */
export type ShowStatus = (
  who: Person,
  group?: GroupRef,
) => Promise<GroupStatus | FleetStatus | WhichGroup | NotAllowed>;

/** What a person wants done; in the group that is found for it. */
export type JobRequest = {
  readonly kind: JobKind;
  readonly group?: GroupRef;
  readonly options?: JobOptions;
  /** Shows the plan to the asker alone, and stores nothing. */
  readonly dryRun: boolean;
};

export type JobAnswer =
  /** What was asked for is there already. */
  | { readonly kind: "healthy"; readonly group: GroupRef; readonly text: string }
  | { readonly kind: "refused"; readonly group: GroupRef; readonly reason: string; readonly advice: string }
  /** `--dry-run`: nothing was stored. */
  | { readonly kind: "dry-run"; readonly job: JobKind; readonly plan: Plan; readonly needsSecondPerson: boolean }
  /** Stored and posted with its buttons. `again`: the same plan was waiting already; this is that job. */
  | { readonly kind: "requested"; readonly job: Job; readonly again: boolean }
  | WhichGroup
  | NotAllowed;

/** Reads, plans; stores the job, audits it and posts it for approval. */
export type RequestJob = (who: Person, request: JobRequest) => Promise<JobAnswer>;

export type Decision = "approve" | "reject";

export type DecisionAnswer =
  | { readonly kind: "decided"; readonly job: Job }
  /** Somebody (perhaps the same person, a moment ago) was first: nothing was done twice. */
  | { readonly kind: "already"; readonly job: Job }
  | { readonly kind: "unknown-job" }
  | NotAllowed;

/** A click on a job's button. Stored durably when this resolves: the ack may go out. */
export type DecideJob = (who: Person, jobId: string, decision: Decision) => Promise<DecisionAnswer>;

export type Acknowledge = (
  who: Person,
  incidentId: string,
) => Promise<
  | { readonly kind: "acknowledged"; readonly incident: Incident }
  | { readonly kind: "already"; readonly by: string }
  | { readonly kind: "unknown-incident" }
  | NotAllowed
>;

export type ListJobs = (
  who: Person,
  group?: GroupRef,
) => Promise<{ readonly kind: "jobs"; readonly jobs: readonly Job[] } | NotAllowed>;

export type ShowJob = (
  who: Person,
  id: string,
) => Promise<
  { readonly kind: "job"; readonly job: Job } | { readonly kind: "unknown-job"; readonly nearest?: string } | NotAllowed
>;

export type ShowAudit = (
  who: Person,
  filter: { readonly group?: GroupRef; readonly by?: string; readonly sinceMs?: number },
) => Promise<{ readonly kind: "audit"; readonly entries: readonly AuditEntry[] } | NotAllowed>;

export type VerifyAudit = (
  who: Person,
) => Promise<
  | { readonly kind: "intact"; readonly entries: number }
  | { readonly kind: "broken"; readonly seq: number; readonly reason: string }
  | NotAllowed
>;

export type WhoAmI = (who: Person) => Promise<{
  readonly role: Role;
  /** Why: the list or the user group that says so. */
  readonly because: string;
  /** The verbs that the person may use. */
  readonly verbs: readonly Verb[];
  readonly protectedNamespaces: readonly string[];
}>;

/** Everything that Slack can ask for. */
export type Flows = {
  readonly showStatus: ShowStatus;
  readonly requestJob: RequestJob;
  readonly decideJob: DecideJob;
  readonly acknowledge: Acknowledge;
  readonly listJobs: ListJobs;
  readonly showJob: ShowJob;
  readonly showAudit: ShowAudit;
  readonly verifyAudit: VerifyAudit;
  readonly whoAmI: WhoAmI;
  /** The groups that are watched, for selects and "did you mean". */
  readonly watchedGroups: () => readonly GroupRef[];
};
