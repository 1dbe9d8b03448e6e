import type { StepProgress } from "../domain/job.ts";
import type { Plan } from "../domain/plans/plan.ts";
import type { Step } from "../domain/plans/step.ts";
import { stepObstacle } from "../domain/plans/step-guard.ts";
import { stepState } from "../domain/plans/step-state.ts";
import type { Topology } from "../domain/topology.ts";
import { performStep, type StepContext } from "./perform-step.ts";
import type { Clock, Cluster, RedisFleet } from "./ports.ts";
import type { TopologyReader } from "./read-topology.ts";

export type RunPlan = (request: {
  readonly plan: Plan;
  /** From an earlier life of the job: what is done or skipped stays so. */
  readonly progress: readonly StepProgress[];
  readonly tell: StepContext["tell"];
  /** Told of every change of a step, before and after it acts. */
  readonly onProgress: (progress: readonly StepProgress[]) => Promise<void>;
  /** Aborts between two steps, never within one. */
  readonly signal?: AbortSignal;
}) => Promise<PlanResult>;

export type PlanResult =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly step: number; readonly reason: string }
  | { readonly kind: "stopped"; readonly step: number };

type Deps = {
  readonly cluster: Cluster;
  readonly fleet: RedisFleet;
  readonly reader: TopologyReader;
  readonly clock: Clock;
  /** A text that no earlier run wrote. */
  readonly newMarker: () => string;
  /** For steps that no topology shows, such as those on objects of Kubernetes: each is run whole by its own runner. */
  readonly runnerOf?: (step: Step) => StepRunner | undefined;
};

/** What every step of one run has in common. */
export type RunContext = Omit<StepContext, "topology">;

/** Looks whether its step is done, acts, and waits for the effect, within a deadline of its own. May throw faults. */
export type StepRunner = (plan: Plan, context: RunContext) => Promise<Outcome>;

/** How a step went. `note`: what was seen, or why it failed. */
export type Outcome = { readonly kind: "done" | "skipped" | "failed"; readonly note: string };

/** A step whose check has not come true by then has failed. A full synchronisation of a large cache takes a while. */
const deadlineMs = 60_000;
/** Between two looks of a check: quick at first, for the steps that take milliseconds. */
const pollMs = { quick: 10, quickForMs: 500, slow: 100 } as const;
const holdPollMs = 1000;

/** Runs a plan's steps: skip if done, guard, act, poll the check, say how it went. */
export function createRunPlan(deps: Deps): RunPlan {
  return async ({ plan, progress: earlier, tell, onProgress, signal }) => {
    const progress = plan.steps.map((_, i): StepProgress => earlier[i] ?? { state: "waiting" });
    const context: RunContext = {
      group: plan.group,
      access: await deps.reader.access(plan.group),
      marker: deps.newMarker(),
      tell,
    };
    const set = async (i: number, next: StepProgress) => {
      progress[i] = next;
      await onProgress([...progress]);
    };
    for (const [i, step] of plan.steps.entries()) {
      const state = progress[i]?.state;
      if (state === "done" || state === "skipped") continue;
      if (signal?.aborted === true) return { kind: "stopped", step: i };
      const startedAtMs = deps.clock.now();
      await set(i, { state: "running", startedAtMs });
      const outcome = await runStep(deps, step, plan, context);
      await set(i, { state: outcome.kind, startedAtMs, endedAtMs: deps.clock.now(), note: outcome.note });
      if (outcome.kind === "failed") return { kind: "failed", step: i, reason: outcome.note };
    }
    return { kind: "done" };
  };
}

async function runStep(deps: Deps, step: Step, plan: Plan, context: RunContext): Promise<Outcome> {
  try {
    if (step.kind === "hold") return await holdHealth(deps, step.forMs, plan);
    const own = deps.runnerOf?.(step);
    if (own !== undefined) return await own(plan, context);
    const before = await clearTopology(deps, step, plan);
    if (before.kind === "stop") return { kind: "failed", note: before.reason };
    const already = stepState(step, before.topology);
    if (already.kind === "done" && step.kind !== "verify") return { kind: "skipped", note: already.seen };
    const note = await performStep(deps, step, { ...context, topology: before.topology });
    const outcome = await pollCheck(deps, step, before.topology, context);
    return note === undefined ? outcome : { ...outcome, note: `${note}; ${outcome.note}` };
  } catch (error) {
    return { kind: "failed", note: error instanceof Error ? error.message : String(error) };
  }
}

/** A fresh reading in which nothing stands against the step; waits while an election runs. */
async function clearTopology(
  { reader, clock }: Deps,
  step: Step,
  plan: Plan,
): Promise<
  { readonly kind: "clear"; readonly topology: Topology } | { readonly kind: "stop"; readonly reason: string }
> {
  const untilMs = clock.now() + deadlineMs;
  for (;;) {
    const topology = await reader.read(plan.group);
    const obstacle = stepObstacle(step, topology);
    if (obstacle === undefined) return { kind: "clear", topology };
    if (obstacle.kind === "stop" || clock.now() > untilMs) return { kind: "stop", reason: obstacle.reason };
    await clock.sleep(pollMs.slow);
  }
}

async function pollCheck(deps: Deps, step: Step, before: Topology, context: RunContext): Promise<Outcome> {
  const startedMs = deps.clock.now();
  for (;;) {
    // A label is Kubernetes' to show; everything else the processes themselves.
    const topology =
      step.kind === "label-master" ? await deps.reader.read(before.group) : await deps.reader.reprobe(before);
    const state = stepState(step, topology);
    const missing = state.kind === "pending" ? state.missing : await markerMissing(deps.fleet, step, context);
    if (state.kind === "done" && missing === undefined) return { kind: "done", note: state.seen };
    const passedMs = deps.clock.now() - startedMs;
    if (passedMs > deadlineMs) return { kind: "failed", note: `not within ${deadlineMs / 1000} s: ${missing}` };
    await deps.clock.sleep(passedMs < pollMs.quickForMs ? pollMs.quick : pollMs.slow);
  }
}

async function markerMissing(
  fleet: RedisFleet,
  step: Step,
  { marker, access }: RunContext,
): Promise<string | undefined> {
  if (step.kind !== "verify") return undefined;
  const read = await Promise.all(step.redises.map(({ address }) => fleet.readMarker(address, access)));
  const without = step.redises.filter((_, i) => read[i] !== marker).map(({ pod }) => pod);
  return without.length === 0 ? undefined : `the marker has not reached ${without.join(", ")}`;
}

/** The proof must still hold at every look until the time is over: a late hello could have reverted a Sentinel. */
async function holdHealth({ reader, clock }: Deps, forMs: number, plan: Plan): Promise<Outcome> {
  const verify = plan.steps.find((step) => step.kind === "verify");
  const startedMs = clock.now();
  while (verify !== undefined && clock.now() - startedMs < forMs) {
    await clock.sleep(Math.min(holdPollMs, forMs - (clock.now() - startedMs)));
    const state = stepState(verify, await reader.read(plan.group));
    if (state.kind === "pending") return { kind: "failed", note: `health did not last: ${state.missing}` };
  }
  return { kind: "done", note: `still whole after ${Math.round(forMs / 1000)} s` };
}
