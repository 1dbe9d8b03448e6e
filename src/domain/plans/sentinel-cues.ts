import { answeringSentinels, type Topology } from "../topology.ts";
import type { Member } from "./step.ts";

/** How one Sentinel is told of a new master: in the name of a peer that it knows, or, where it knows none, by `MONITOR`. */
export type SentinelCue = {
  readonly sentinel: Member;
  readonly peer?: { readonly host: string; readonly port: number; readonly id: string };
  readonly isMonitoring: boolean;
};

/** `epoch` is greater than all that any of them holds; an election that begins now would take the very next one. */
export type SentinelCues = { readonly epoch: number; readonly cues: readonly SentinelCue[] };

const roomForElections = 8;

/** What the Sentinels' own lists say of how to tell them; those that do not answer are left out. */
export function sentinelCues(topology: Topology, sentinels: readonly Member[]): SentinelCues {
  const answering = answeringSentinels(topology);
  const epochs = answering.map(({ view }) => view.monitors?.configEpoch ?? 0);
  const cues = sentinels.flatMap((sentinel): readonly SentinelCue[] => {
    const view = answering.find(({ pod }) => pod.name === sentinel.pod)?.view;
    if (view === undefined) return [];
    const peers = view.monitors?.sentinels.filter(({ id }) => id !== "") ?? [];
    const peer = peers.find(({ flags }) => !flags.includes("s_down")) ?? peers[0];
    const named = peer === undefined ? {} : { peer: { host: peer.host, port: peer.port, id: peer.id } };
    return [{ sentinel, isMonitoring: view.monitors !== undefined, ...named }];
  });
  return { epoch: Math.max(0, ...epochs) + roomForElections, cues };
}
