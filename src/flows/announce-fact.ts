import type { Diagnosis } from "../domain/diagnosis.ts";
import { eventMeaning, opensIncident } from "../domain/event-meaning.ts";
import { type GroupRef, groupId } from "../domain/group.ts";
import type { Incident } from "../domain/incident.ts";
import type { IncidentFact } from "../domain/incident-fact.ts";
import { fold } from "../domain/incident-fold.ts";
import type { SentinelEvent } from "../domain/sentinel-event.ts";
import { type CaseDeps, createIncidentCase, type IncidentCase } from "./incident-case.ts";

type Group = GroupRef & { readonly masterName: string };

export type Announcer = {
  /** What a Sentinel published. True where it opened an incident: the group should be read at once. */
  readonly onEvent: (group: Group, sentinel: string, event: SentinelEvent) => boolean;
  /** Opens an incident where none is open: something happened that people must be told of. */
  readonly begin: (group: Group) => void;
  /** A `+switch-master` of this group is our own doing until then: no incident begins with it. Milliseconds. */
  readonly expectSwitch: (group: string, untilMs: number) => void;
  /** What a reading showed; `alert`: some finding has lasted long enough to open an incident. */
  readonly onReading: (group: Group, diagnosis: Diagnosis, alert: boolean) => void;
  /** A fact about an open incident; without effect where none is open. */
  readonly tell: (group: string, fact: IncidentFact) => void;
  /** The open incident of a group (`groupId`). */
  readonly incidentOf: (group: string) => Incident | undefined;
  readonly incidentById: (id: string) => Incident | undefined;
  /** Goes on with what was open before a restart. Faults: `store-unreachable`. */
  readonly restore: (group: Group) => Promise<void>;
  /** Before an end: a thread that was opened must be known to whoever goes on with the incident. */
  readonly settled: () => Promise<void>;
};

type Deps = CaseDeps & { readonly holdMs: number; readonly newId: () => string };

/**
 * Facts become one incident and one thread for each group. An event by itself never says how the group is: it opens the
 * thread at once, and what is true is edited in from the reading that follows.
 */
export function createAnnouncer(deps: Deps): Announcer {
  const cases = new Map<string, IncidentCase>();
  const expected = new Map<string, number>();
  const { clock, holdMs } = deps;

  function caseOf(group: string): IncidentCase {
    const known = cases.get(group) ?? createIncidentCase(deps);
    cases.set(group, known);
    return known;
  }
  function openFor(group: Group, atMs: number): boolean {
    return caseOf(groupId(group)).open(newIncident(deps.newId(), group, atMs));
  }
  function tell(group: string, fact: IncidentFact): void {
    caseOf(group).change((incident) => (isNews(incident, fact, holdMs) ? fold(incident, fact, { holdMs }) : incident));
  }
  return {
    onEvent: (group, sentinel, event) => {
      const atMs = clock.now();
      const isOurs = event.kind === "switch-master" && atMs < (expected.get(groupId(group)) ?? 0);
      const opened = !isOurs && opensIncident(event) && openFor(group, atMs);
      // What only concerns the Sentinels' own books is no news for people.
      if (eventMeaning(event).weight !== "config") tell(groupId(group), { kind: "event", event, sentinel, atMs });
      return opened;
    },
    begin: (group) => void openFor(group, clock.now()),
    expectSwitch: (group, untilMs) => void expected.set(group, untilMs),
    onReading: (group, diagnosis, alert) => {
      const atMs = clock.now();
      if (alert) openFor(group, atMs);
      tell(groupId(group), { kind: "diagnosed", diagnosis, atMs });
    },
    tell,
    incidentOf: (group) => openOne(cases.get(group)?.current()),
    incidentById: (id) => [...cases.values()].map((one) => one.current()).find((incident) => incident?.id === id),
    restore: (group) => caseOf(groupId(group)).restore(groupId(group)),
    settled: async () => {
      await Promise.all([...cases.values()].map((one) => one.settled()));
    },
  };
}

function openOne(incident: Incident | undefined): Incident | undefined {
  return incident?.state === "ended" ? undefined : incident;
}

function newIncident(id: string, group: Group, atMs: number): Incident {
  return { id, group, openedAtMs: atMs, state: "open", timeline: [], jobIds: [], version: 0 };
}

/** A reading that shows what the last one showed is no reason for a write and an edit. */
function isNews(incident: Incident, fact: IncidentFact, holdMs: number): boolean {
  if (fact.kind !== "diagnosed" || incident.diagnosis === undefined) return true;
  if (fact.diagnosis.verdict === "healthy" && incident.healthySinceMs !== undefined) {
    return fact.atMs - incident.healthySinceMs >= holdMs;
  }
  return gist(fact.diagnosis) !== gist(incident.diagnosis);
}

/** A diagnosis without the numbers that move by themselves. */
function gist({ verdict, master, findings, budget, settling }: Diagnosis): string {
  const codes = findings.map(({ code, pods, remedy }) => [code, pods, remedy.kind]);
  return JSON.stringify([verdict, master, codes, budget, settling]);
}
