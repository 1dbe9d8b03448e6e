import type { SentinelEvent, SentinelSubject } from "./sentinel-event.ts";
import { addressText } from "./topology.ts";

/** What an event is for the incident: `page` and `warn` open one, `timeline` and `good` only add to it. */
export type EventWeight = "page" | "warn" | "timeline" | "good" | "config" | "unknown";

/** Weights by channel, after the event map of `failure-modes.md`; `+sdown` waits for what the reading says. */
const weights: Readonly<Record<string, EventWeight>> = {
  "+odown": "page",
  "-failover-abort-not-elected": "page",
  "-failover-abort-no-good-slave": "page",
  "-failover-abort-slave-timeout": "page",
  "+failover-end-for-timeout": "page",
  "+sdown": "timeline",
  "+sentinel-invalid-addr": "warn",
  "+convert-to-slave": "timeline",
  "+fix-slave-config": "timeline",
  "-slave-reconf-sent-timeout": "warn",
  "-script-error": "warn",
  "-script-timeout": "warn",
  "+failover-end": "good",
  "-sdown": "good",
  "-odown": "good",
  "+monitor": "config",
  "-monitor": "config",
  "+set": "config",
  "+reset-master": "config",
  "+slave": "config",
  "+sentinel": "config",
  "+sentinel-address-switch": "config",
  "+sentinel-address-update": "config",
};

export type EventMeaning = { readonly weight: EventWeight; readonly key: string; readonly text: string };

/**
 * What an event means to a reader, and the key under which echoes of it are one fact: what is said, without who says
 * it and without details that differ from Sentinel to Sentinel.
 */
export function eventMeaning(event: SentinelEvent): EventMeaning {
  switch (event.kind) {
    case "subject":
      return {
        weight: weights[event.channel] ?? "timeline",
        key: `${event.channel} ${subjectText(event.subject)}`,
        text: `${event.channel} ${subjectText(event.subject)}${event.details === "" ? "" : ` ${event.details}`}`,
      };
    case "switch-master": {
      const text = `+switch-master ${event.masterName}: ${addressText(event.from)} -> ${addressText(event.to)}`;
      return { weight: "page", key: text, text };
    }
    case "new-epoch":
      return { weight: "timeline", key: `+new-epoch ${event.epoch}`, text: `+new-epoch ${event.epoch}` };
    case "vote":
      return {
        weight: "timeline",
        key: `+vote-for-leader ${event.candidate} ${event.epoch}`,
        text: `+vote-for-leader ${event.candidate.slice(0, 8)} in epoch ${event.epoch}`,
      };
    case "tilt":
      return {
        weight: event.entered ? "warn" : "good",
        key: `tilt ${event.entered}`,
        text: event.entered ? "+tilt: a Sentinel only watches for 30 s" : "-tilt",
      };
    case "unknown":
      return { weight: "unknown", key: `${event.channel} ${event.payload}`, text: `${event.channel} ${event.payload}` };
  }
}

/** Whether the event by itself is reason to open an incident, before any reading. */
export function opensIncident(event: SentinelEvent): boolean {
  const { weight } = eventMeaning(event);
  return weight === "page" || weight === "warn";
}

function subjectText(subject: SentinelSubject): string {
  return `${subject.type} ${addressText(subject)}`;
}
