import type { Diagnosis } from "../diagnosis.ts";
import { budget } from "../failover-budget.ts";
import { mastership, namedByMost } from "../master.ts";
import { harmlessNotes, settling } from "../settling.ts";
import { isAddressOf, type Topology } from "../topology.ts";
import { catalogue } from "./catalogue.ts";
import type { Finding } from "./finding.ts";

const gravity = { page: 0, warn: 1, info: 2 } as const;

/** Applies the catalogue: causes silence their symptoms, the gravest comes first. Pure. */
export function diagnose(topology: Topology): Diagnosis {
  const seen = catalogue.flatMap((entry) => {
    const evidence = entry.detect(topology);
    return evidence === undefined ? [] : [{ entry, evidence }];
  });
  const codes = new Set(seen.map(({ entry }) => entry.code));
  const findings = seen
    .filter(({ entry }) => !entry.silencedBy.some((cause) => codes.has(cause)))
    .map(
      ({ entry: { code, title, severity, showAfterMs }, evidence }): Finding => ({
        code,
        title,
        severity,
        showAfterMs,
        ...evidence,
      }),
    )
    .toSorted((a, b) => gravity[a.severity] - gravity[b.severity]);
  const master = agreedMaster(topology);
  const unsettled = settling(topology);
  return {
    verdict: verdict(topology, findings.length + unsettled.length),
    ...(master !== undefined && { master }),
    findings,
    budget: budget(topology),
    settling: unsettled,
    notes: harmlessNotes(topology),
  };
}

function verdict(topology: Topology, faults: number): Diagnosis["verdict"] {
  if (mastership(topology).kind === "none") return "down";
  return faults === 0 ? "healthy" : "degraded";
}

/** The one that says master itself and, where there are several, that most Sentinels name. */
function agreedMaster(topology: Topology): string | undefined {
  const truth = mastership(topology);
  if (truth.kind === "none") return undefined;
  if (truth.kind === "one") return truth.master.pod.name;
  const named = namedByMost(topology);
  return truth.masters.find(({ pod }) => named !== undefined && isAddressOf(pod, named))?.pod.name;
}
