import type { KnownBlock } from "@slack/types";
import { noAnswerText } from "../../domain/findings/no-answer-text.ts";
import {
  addressText,
  isAddressOf,
  podAt,
  type RedisAnswer,
  type RedisNode,
  type SentinelNode,
  type Topology,
} from "../../domain/topology.ts";
import { monospaced, section } from "./elements.ts";

/** The three views side by side: each Redis with its replication, each Sentinel with its opinion. */
export function topologyBlocks(topology: Topology): KnownBlock[] {
  const redises = topology.redises.map((node) => redisRow(node, topology));
  const sentinels = topology.sentinels.map((node) => sentinelRow(node, topology));
  return [
    section(`*Redis* (${redises.length} of ${topology.wanted.redis})`),
    monospaced(aligned(redises)),
    section(`*Sentinel* (${sentinels.length} of ${topology.wanted.sentinel})`),
    monospaced(aligned(sentinels)),
  ];
}

type Row = readonly [pod: string, ip: string, rest: string];

function redisRow({ pod, view }: RedisNode, topology: Topology): Row {
  const ip = pod.ip ?? "no address";
  if (view.kind !== "answered") return [pod.name, ip, `${noAnswerText(view)}${podState(pod)}`];
  const keys = `${view.keys} ${view.keys === 1 ? "key" : "keys"}`;
  if (view.following === undefined) return [pod.name, ip, `${view.role}, offset ${view.offset}, ${keys}`];
  const { following } = view;
  const master = podAt(topology, following)?.name ?? addressText(following);
  const link = following.syncing ? "syncing" : `link ${following.link}`;
  return [pod.name, ip, `replica of ${master}, ${link}, offset ${view.offset}${lag(pod, view, topology)}, ${keys}`];
}

/** As the master sees it: bytes that it is behind, seconds since its last acknowledgement. */
function lag(pod: RedisNode["pod"], view: RedisAnswer, topology: Topology): string {
  for (const { view: master } of topology.redises) {
    if (master.kind !== "answered" || master.role !== "master") continue;
    const attached = master.replicas.find((replica) => isAddressOf(pod, replica));
    if (attached !== undefined) {
      return ` (lag ${Math.max(0, master.offset - view.offset)} bytes, ${attached.lagSeconds} s)`;
    }
  }
  return "";
}

function sentinelRow({ pod, view }: SentinelNode, topology: Topology): Row {
  const ip = pod.ip ?? "no address";
  if (view.kind !== "answered") return [pod.name, ip, `${noAnswerText(view)}${podState(pod)}`];
  const { monitors } = view;
  if (monitors === undefined) return [pod.name, ip, `monitors nothing under ${topology.group.masterName}`];
  const named = topology.redises.find(({ pod: redis }) => isAddressOf(redis, monitors));
  const flags = monitors.flags.filter((flag) => flag !== "master");
  const doubts = [...flags, ...(view.tilt ? ["TILT"] : [])].map((flag) => `, ${flag}`).join("");
  const name = named === undefined ? `${addressText(monitors)}, no pod's address` : named.pod.name;
  const known = `${monitors.replicas.length} replicas, ${monitors.sentinels.length} other Sentinels`;
  return [pod.name, ip, `names ${name}, quorum ${monitors.quorum}, ${known}${doubts}`];
}

function podState({ phase, waiting, deleting }: RedisNode["pod"]): string {
  const state = deleting ? "terminating" : (waiting ?? (phase === "Running" ? "" : phase));
  return state === "" ? "" : ` (pod: ${state})`;
}

function aligned(rows: readonly Row[]): readonly string[] {
  const width = (column: 0 | 1) => Math.max(0, ...rows.map((row) => row[column].length));
  const [names, ips] = [width(0), width(1)];
  return rows.length === 0
    ? ["none"]
    : rows.map(([pod, ip, rest]) => `${pod.padEnd(names)}  ${ip.padEnd(ips)}  ${rest}`);
}
