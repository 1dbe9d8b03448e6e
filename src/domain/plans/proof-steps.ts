import { isStuckSentinel } from "../stuck-sentinel.ts";
import { type AnsweringRedis, answeringRedises, answeringSentinels, type Topology } from "../topology.ts";
import { member, toMember } from "./members.ts";
import type { Step } from "./step.ts";

/** The label by which a Service finds the master, where it is not where it should be. */
export function labelSteps(topology: Topology, master: AnsweringRedis): readonly Step[] {
  const label = topology.masterLabel;
  if (label === undefined) return [];
  const pods = topology.redises.map(({ pod }) => pod);
  const others = pods.filter((pod) => pod.name !== master.pod.name && pod.labels[label] === "master");
  if (others.length === 0 && master.pod.labels[label] === "master") return [];
  const members = others.flatMap((pod) => (pod.ip === undefined ? [] : [member({ ...pod, ip: pod.ip })]));
  return [{ kind: "label-master", master: member(master.pod), others: members, label }];
}

/** What every repair ends with: the proof, and that it lasts. */
export function proofSteps(
  topology: Topology,
  master: AnsweringRedis,
  masterName: string,
  holdMs: number,
): readonly Step[] {
  const stuck = topology.sentinels.filter((node) => isStuckSentinel(node));
  const sentinels = [...answeringSentinels(topology).map(({ pod }) => pod), ...stuck.map(({ pod }) => pod)];
  const distinct = [...new Map(sentinels.map((pod) => [pod.name, pod])).values()];
  return [
    {
      kind: "verify",
      master: member(master.pod),
      redises: answeringRedises(topology).map(toMember),
      sentinels: distinct.flatMap((pod) => (pod.ip === undefined ? [] : [member({ ...pod, ip: pod.ip })])),
      masterName,
    },
    { kind: "hold", forMs: holdMs },
  ];
}
