import type { Address } from "./topology.ts";

/** `<type> <name> <ip> <port> [@ <master-name> <master-ip> <master-port>]`, the subject of most events. */
export type SentinelSubject = Address & {
  readonly type: "master" | "slave" | "sentinel";
  readonly name: string;
  readonly master?: Address & { readonly name: string };
};

/**
 * One line of a Sentinel's Pub/Sub. It says "look", never "what": no state is inferred from it.
 * `details` is what follows the subject, verbatim (such as `#quorum 3/2`), empty where nothing does.
 */
export type SentinelEvent =
  | { readonly kind: "subject"; readonly channel: string; readonly subject: SentinelSubject; readonly details: string }
  | { readonly kind: "switch-master"; readonly masterName: string; readonly from: Address; readonly to: Address }
  | { readonly kind: "new-epoch"; readonly epoch: number }
  | { readonly kind: "vote"; readonly candidate: string; readonly epoch: number }
  | { readonly kind: "tilt"; readonly entered: boolean }
  /** A form that this version of the bot does not know: logged and kept, never thrown. */
  | { readonly kind: "unknown"; readonly channel: string; readonly payload: string };

/**
 * Reads one Pub/Sub line of a Sentinel. Never throws, and never loses anything: whatever would not be written back
 * the same by `formatSentinelEvent` is `unknown` with its text. Forms: the Sentinel documentation, "Pub/Sub messages".
 */
export function parseSentinelEvent(channel: string, payload: string): SentinelEvent {
  const event = readKnownForm(channel, payload);
  if (event === undefined) return { kind: "unknown", channel, payload };
  const written = formatSentinelEvent(event);
  const isLossless = written.channel === channel && written.payload === payload;
  return isLossless ? event : { kind: "unknown", channel, payload };
}

/** The inverse of `parseSentinelEvent`: the line as Sentinel published it. */
export function formatSentinelEvent(event: SentinelEvent): { readonly channel: string; readonly payload: string } {
  switch (event.kind) {
    case "subject":
      return { channel: event.channel, payload: spaced(subjectText(event.subject), event.details) };
    case "switch-master":
      return { channel: "+switch-master", payload: `${event.masterName} ${pair(event.from)} ${pair(event.to)}` };
    case "new-epoch":
      return { channel: "+new-epoch", payload: `${event.epoch}` };
    case "vote":
      return { channel: "+vote-for-leader", payload: `${event.candidate} ${event.epoch}` };
    case "tilt":
      return event.entered
        ? { channel: "+tilt", payload: "#tilt mode entered" }
        : { channel: "-tilt", payload: "#tilt mode exited" };
    case "unknown":
      return { channel: event.channel, payload: event.payload };
  }
}

/** The master name that a line is about; undefined where it concerns the Sentinel as a whole (epochs, votes, TILT). */
export function masterNameOf(event: SentinelEvent): string | undefined {
  if (event.kind === "switch-master") return event.masterName;
  if (event.kind !== "subject") return undefined;
  return event.subject.master?.name ?? event.subject.name;
}

function readKnownForm(channel: string, payload: string): SentinelEvent | undefined {
  switch (channel) {
    case "+switch-master":
      return readSwitch(payload);
    case "+new-epoch":
      return { kind: "new-epoch", epoch: Number(payload) };
    case "+vote-for-leader":
      return readVote(payload);
    case "+tilt":
    case "-tilt":
      return { kind: "tilt", entered: channel === "+tilt" };
    default:
      return readSubject(channel, payload);
  }
}

function readSwitch(payload: string): SentinelEvent | undefined {
  const [masterName, fromHost, fromPort, toHost, toPort] = payload.split(" ");
  if (masterName === undefined || fromHost === undefined || toHost === undefined) return undefined;
  const from = { host: fromHost, port: Number(fromPort) };
  return { kind: "switch-master", masterName, from, to: { host: toHost, port: Number(toPort) } };
}

function readVote(payload: string): SentinelEvent | undefined {
  const [candidate, epoch] = payload.split(" ");
  return candidate === undefined ? undefined : { kind: "vote", candidate, epoch: Number(epoch) };
}

const subjectForm = /^(master|slave|sentinel) (\S+) (\S+) (\d+)(?: @ (\S+) (\S+) (\d+))?(?: (.+))?$/s;

function readSubject(channel: string, payload: string): SentinelEvent | undefined {
  const match = subjectForm.exec(payload);
  if (match === null) return undefined;
  const [, type, name = "", host = "", port, masterName, masterHost = "", masterPort, details = ""] = match;
  if (type !== "master" && type !== "slave" && type !== "sentinel") return undefined;
  const master = masterName === undefined ? {} : { master: address(masterName, masterHost, masterPort) };
  return { kind: "subject", channel, subject: { type, ...address(name, host, port), ...master }, details };
}

function address(name: string, host: string, port: string | undefined): Address & { readonly name: string } {
  return { name, host, port: Number(port) };
}

function subjectText({ type, name, master, ...at }: SentinelSubject): string {
  const own = `${type} ${name} ${pair(at)}`;
  return master === undefined ? own : `${own} @ ${master.name} ${pair(master)}`;
}

function pair({ host, port }: Address): string {
  return `${host} ${port}`;
}

function spaced(subject: string, details: string): string {
  return details === "" ? subject : `${subject} ${details}`;
}
