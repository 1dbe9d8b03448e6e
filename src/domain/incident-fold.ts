import type { Diagnosis } from "./diagnosis.ts";
import { eventMeaning } from "./event-meaning.ts";
import type { Incident, TimelineEntry } from "./incident.ts";
import type { IncidentFact } from "./incident-fact.ts";

/** An incident's record never grows beyond this many lines; what comes later is counted in the last one. */
const timelineLimit = 200;
/** The same words again after this long are news, not an echo. */
const echoMs = 30_000;

export type FoldSettings = {
  /** Health must have lasted this long before the incident ends. */
  readonly holdMs: number;
};

/**
 * What an incident is after one more fact. Pure. An echo (the same thing said by another Sentinel) only adds to
 * "seen by"; the end comes from readings alone, never from an event.
 */
export function fold(incident: Incident, fact: IncidentFact, settings: FoldSettings): Incident {
  if (incident.state === "ended") return incident;
  switch (fact.kind) {
    case "event": {
      const { key, text } = eventMeaning(fact.event);
      return addLine(incident, { key, text, atMs: fact.atMs, seenBy: [fact.sentinel] });
    }
    case "diagnosed":
      return foldDiagnosis(incident, fact.diagnosis, fact.atMs, settings);
    case "acknowledged":
      return addLine(
        { ...incident, acknowledgedBy: fact.by, acknowledgedAtMs: fact.atMs },
        { key: "acknowledged", text: `acknowledged by @${fact.by}`, atMs: fact.atMs, seenBy: [] },
      );
    case "job":
      return addLine(
        {
          ...incident,
          jobIds: incident.jobIds.includes(fact.jobId) ? incident.jobIds : [...incident.jobIds, fact.jobId],
        },
        { key: `job ${fact.jobId} ${fact.text}`, text: fact.text, atMs: fact.atMs, seenBy: [] },
      );
  }
}

type Line = Pick<TimelineEntry, "key" | "text" | "atMs" | "seenBy">;

function addLine(incident: Incident, line: Line): Incident {
  const echoed = incident.timeline.findLastIndex((entry) => entry.key === line.key && line.atMs - entry.atMs < echoMs);
  const earlier = incident.timeline[echoed];
  if (earlier !== undefined) {
    const seenBy = [...new Set([...earlier.seenBy, ...line.seenBy])];
    return { ...incident, timeline: incident.timeline.with(echoed, { ...earlier, seenBy }) };
  }
  if (incident.timeline.length >= timelineLimit) return countUnlisted(incident, line.atMs);
  return { ...incident, timeline: [...incident.timeline, { ...line, posted: false }] };
}

const unlisted = "unlisted";

/** A record has an end; what came after it is counted in one line more. */
function countUnlisted(incident: Incident, atMs: number): Incident {
  const last = incident.timeline.at(-1);
  const count = last?.key === unlisted ? Number.parseInt(last.text, 10) + 1 : 1;
  const line = { key: unlisted, text: `${count} more, not listed here`, atMs, seenBy: [], posted: true };
  const listed = last?.key === unlisted ? incident.timeline.slice(0, -1) : incident.timeline;
  return { ...incident, timeline: [...listed, line] };
}

function foldDiagnosis(incident: Incident, diagnosis: Diagnosis, atMs: number, { holdMs }: FoldSettings): Incident {
  const now = withNews(incident, diagnosis, atMs);
  if (diagnosis.verdict !== "healthy") {
    const { healthySinceMs: _, ...broken } = now;
    return { ...broken, state: "open", diagnosis };
  }
  const healthySinceMs = now.healthySinceMs ?? atMs;
  const verified = atMs - healthySinceMs >= holdMs;
  if (!verified) return { ...now, state: "verifying", healthySinceMs, diagnosis };
  const seconds = Math.round((healthySinceMs - incident.openedAtMs) / 1000);
  const text = `health verified by all three views for ${Math.round((atMs - healthySinceMs) / 1000)} s; the trouble lasted ${seconds} s`;
  return addLine(
    { ...now, state: "ended", healthySinceMs, endedAtMs: atMs, diagnosis },
    { key: "ended", text, atMs, seenBy: [] },
  );
}

/** Lines for what changed since the last reading: findings that came or went, a new master. */
function withNews(incident: Incident, diagnosis: Diagnosis, atMs: number): Incident {
  const before = incident.diagnosis;
  const had = new Set(before?.findings.map(({ code }) => code));
  const has = new Set(diagnosis.findings.map(({ code }) => code));
  const news = [
    ...diagnosis.findings
      .filter(({ code }) => !had.has(code))
      .map(({ code, title, pods }) => `${code} found: ${title}${pods.length === 0 ? "" : ` (${pods.join(", ")})`}`),
    ...(before?.findings ?? []).filter(({ code }) => !has.has(code)).map(({ code, title }) => `${code} gone: ${title}`),
    ...(diagnosis.master !== undefined && before !== undefined && diagnosis.master !== before.master
      ? [`${diagnosis.master} is master now`]
      : []),
    ...(diagnosis.verdict === "healthy" && before?.verdict !== "healthy"
      ? ["all three views agree: healthy; verifying that it stays so"]
      : []),
  ];
  return news.reduce((sum, text) => addLine(sum, { key: `${text} ${atMs}`, text, atMs, seenBy: [] }), incident);
}
