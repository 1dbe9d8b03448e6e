import { namedByMost } from "../master.ts";
import { isStuckSentinel } from "../stuck-sentinel.ts";
import { isAddressOf, type Pod, type Topology } from "../topology.ts";
import type { CatalogueEntry } from "./finding.ts";
import { noAnswerText } from "./no-answer-text.ts";
import { list } from "./words.ts";

/** A member other than the master is gone or wanted and not there: nobody notices, and the next loss hurts. */
export const u2MemberUnreachable: CatalogueEntry = {
  code: "U2",
  title: "Members of the group do not answer",
  severity: "warn",
  showAfterMs: 15_000,
  silencedBy: ["F1", "F2", "F5", "F9"],
  detect(topology) {
    const silent = silentMembers(topology);
    const absent = absentMembers(topology);
    if (silent.length === 0 && absent.length === 0) return undefined;
    const pods = silent.map(({ pod }) => pod.name);
    const missing = absent.map(({ text }) => text);
    return {
      pods,
      meaning: `${list([...pods, ...missing])} ${pods.length + missing.length === 1 ? "is" : "are"} out. The group works with what is left, and can lose less than it should.`,
      proof: [
        ...silent.map(
          ({ pod, text }) => `${pod.name}: ${text}${pod.waiting === undefined ? "" : `; Kubernetes: ${pod.waiting}`}`,
        ),
        ...absent.map(({ proof }) => proof),
      ],
      remedy: {
        kind: "wait",
        reason: "Kubernetes restarts what it can; if it does not, look at the pod's events and log",
      },
    };
  },
};

function silentMembers(topology: Topology): readonly { readonly pod: Pod; readonly text: string }[] {
  const named = namedByMost(topology);
  return [...topology.redises, ...topology.sentinels.filter((node) => !isStuckSentinel(node))].flatMap(
    ({ pod, view }) =>
      view.kind === "answered" || (named !== undefined && isAddressOf(pod, named))
        ? []
        : [{ pod, text: noAnswerText(view) }],
  );
}

function absentMembers(topology: Topology): readonly { readonly text: string; readonly proof: string }[] {
  const counts = [
    { noun: "Redis", there: topology.redises.length, wanted: topology.wanted.redis },
    { noun: "Sentinel", there: topology.sentinels.length, wanted: topology.wanted.sentinel },
  ];
  return counts.flatMap(({ noun, there, wanted }) =>
    there >= wanted
      ? []
      : [
          {
            text: `${wanted - there} ${noun} pod${wanted - there === 1 ? "" : "s"}`,
            proof: `${noun}: ${there} pods of ${wanted} wanted`,
          },
        ],
  );
}
