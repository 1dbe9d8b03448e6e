import { type AssistDecision, decideAssist } from "../domain/assisted-failover.ts";
import { type GroupRef, groupId } from "../domain/group.ts";
import type { Job, StepProgress } from "../domain/job.ts";
import { mastership } from "../domain/master.ts";
import type { RecoveryDefaults } from "../domain/plans/monitor-settings.ts";
import { sentinelCues } from "../domain/plans/sentinel-cues.ts";
import { nameOf, type Step } from "../domain/plans/step.ts";
import { podAddress, type Topology } from "../domain/topology.ts";
import { topologyLines } from "../domain/topology-lines.ts";
import { createJobJournal, type JobJournal } from "./job-journal.ts";
import { createOpenJob, postJob } from "./open-job.ts";
import type { Access, JobQueue, LinkWatch, Lock, RedisFleet } from "./ports.ts";
import type { TopologyReader } from "./read-topology.ts";
import { takeOver } from "./take-over.ts";
import { reasonOf } from "./tell-sentinels.ts";

type Group = GroupRef & { readonly masterName: string };

export type Assist = {
  /** A reading of a group: whom to watch from now on, where its owner wants that. */
  readonly onReading: (topology: Topology, access: Access) => void;
  /** A Redis' end of a connection was closed. Never throws. */
  readonly onClosed: (group: Group, pod: string) => Promise<void>;
};

type Deps = Parameters<typeof createOpenJob>[0] & {
  readonly fleet: RedisFleet;
  readonly links: LinkWatch;
  readonly reader: Pick<TopologyReader, "reprobe">;
  readonly queue: JobQueue;
  readonly defaults: RecoveryDefaults;
};

type TakeOver = Step & { readonly kind: "take-over" };

const policy = { kind: "policy", rule: "assisted failover" } as const;
/** The proof must be complete within this time: later, the master may well be back. Milliseconds. */
const proofWithinMs = 1000;
/** A member that is silent for longer is done without, if that is allowed. Milliseconds. */
const answerWithinMs = 150;
const lookAgainMs = 5;
/** A master that is restarted meanwhile is led back for so long; afterwards its start script and Sentinel do. */
const leadBackMs = 3000;
const leadBackEveryMs = 20;

/**
 * Replaces a master in the moment in which its process dies, on proof of death alone (`redis.md`, section 9). The group's
 * lock and the audit's entry are there before anything is touched; all else (Slack, Kubernetes, the proof of health) comes
 * after. The job is then finished as any other.
 */
export function createAssist(deps: Deps): Assist {
  const known = new Map<string, { readonly topology: Topology; readonly access: Access }>();
  const busy = new Set<string>();

  return {
    onReading: (topology, access) => {
      const id = groupId(topology.group);
      known.set(id, { topology, access });
      deps.links.follow(topology.group, topology.assistedFailover === true ? redisesOf(topology) : [], access);
    },
    onClosed: async (group, pod) => {
      const id = groupId(group);
      const last = known.get(id);
      const truth = last === undefined ? undefined : mastership(last.topology);
      const wasMaster = truth?.kind === "one" && truth.master.pod.name === pod;
      if (last === undefined || !wasMaster || busy.has(id)) return;
      busy.add(id);
      try {
        await replace(deps, { ...last, pod });
      } catch (error) {
        deps.log.warn({ err: error, group: id, pod }, "assisted failover not done");
      } finally {
        busy.delete(id);
      }
    },
  };
}

function redisesOf({ redises }: Topology) {
  return redises.flatMap(({ pod: { name, ip, port } }) =>
    ip === undefined ? [] : [{ pod: name, address: podAddress({ ip, port }) }],
  );
}

type Death = { readonly topology: Topology; readonly access: Access; readonly pod: string };

async function replace(deps: Deps, death: Death): Promise<void> {
  const group = groupId(death.topology.group);
  // Both at once: neither touches anything.
  const [lock, { decision, topology }] = await Promise.all([lockOf(deps, group), prove(deps, death)]);
  try {
    if (lock === undefined || decision.kind !== "act") {
      const because = decision.kind === "act" ? "a job holds the group" : reasonAgainst(decision);
      deps.log.info({ group, pod: death.pod, because }, "assisted failover left alone");
      return;
    }
    deps.announcer.begin(topology.group);
    const job = await createOpenJob(deps)({
      kind: "failover",
      plan: decision.plan,
      before: topologyLines(topology),
      by: policy,
    });
    await runFirstStep(deps, job, { ...death, topology });
  } finally {
    await lock?.release();
  }
}

function reasonAgainst(decision: Exclude<AssistDecision, { readonly kind: "act" }>): string {
  return decision.kind === "wait" ? decision.missing : decision.because;
}

/** The audit must be on disk before anything is touched: without the bot's own Redis this is Sentinel's to do. */
function lockOf({ store }: Deps, group: string): Promise<Lock | undefined> {
  return store.lock(group, policy.rule).catch(() => undefined);
}

/** Asks everybody until the proof is complete, or there is something against it. */
async function prove(
  { reader, clock, defaults }: Deps,
  { topology, access, pod }: Death,
): Promise<{ readonly decision: AssistDecision; readonly topology: Topology }> {
  const untilMs = clock.now() + proofWithinMs;
  for (;;) {
    const now = await reader.reprobe(topology, { access, withinMs: answerWithinMs });
    const decision = decideAssist(now, pod, defaults);
    if (decision.kind !== "wait" || clock.now() > untilMs) return { decision, topology: now };
    await clock.sleep(lookAgainMs);
  }
}

async function runFirstStep(deps: Deps, job: Job, { topology, access }: Death): Promise<void> {
  const step = job.plan.steps.find((one): one is TakeOver => one.kind === "take-over");
  if (step === undefined) return;
  const journal = createJobJournal(deps, job);
  const startedAtMs = deps.clock.now();
  const note = await perform(deps, step, { topology, access, tell: (detail) => journal.tell("redis-command", detail) });
  await journal.start();
  const first: StepProgress = { ...note, startedAtMs, endedAtMs: deps.clock.now() };
  await journal.progress(job.plan.steps.map((_, i) => (i === 0 ? first : { state: "waiting" })));
  postJob(deps, journal.job()).catch((error: unknown) =>
    deps.log.warn({ err: error, jobId: job.id }, "job message not posted"),
  );
  if (first.state === "done") await leadBack(deps, step, { access, journal });
  // What is left is proof: it is run, and shown, as every other job is.
  await deps.queue.enqueue(job.id);
}

async function perform(
  { fleet }: Deps,
  step: TakeOver,
  { topology, access, tell }: Omit<Death, "pod"> & { readonly tell: (detail: string) => Promise<void> },
): Promise<{ readonly state: "done" | "failed"; readonly note: string }> {
  try {
    const cues = sentinelCues(topology, step.sentinels);
    const problems = await takeOver(fleet, { ...step, cues, access, tell });
    return { state: "done", note: [`${step.dead.pod} died, ${step.to.pod} took over`, ...problems].join("; ") };
  } catch (error) {
    return { state: "failed", note: reasonOf(error) };
  }
}

/** A process that was restarted as a master in this very moment must not stay one. */
async function leadBack(
  { fleet, clock }: Deps,
  { dead, to }: TakeOver,
  { access, journal }: { readonly access: Access; readonly journal: JobJournal },
): Promise<void> {
  const untilMs = clock.now() + leadBackMs;
  while (clock.now() < untilMs) {
    const role = await fleet.readRole(dead.address, access);
    if (role.kind === "replica") return;
    if (role.kind === "master") {
      const { host, port } = nameOf(to);
      const reply = await fleet.follow(dead.address, nameOf(to), access).catch(reasonOf);
      await journal.tell("redis-command", `${dead.pod}: REPLICAOF ${host} ${port} -> ${reply}`);
    }
    await clock.sleep(leadBackEveryMs);
  }
}
