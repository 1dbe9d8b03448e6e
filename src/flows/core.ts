import { Fault } from "../domain/fault.ts";
import { type GroupRef, groupId } from "../domain/group.ts";
import type { MonitorSettings } from "../domain/plans/step.ts";
import type { PolicyLists } from "../domain/policy.ts";
import type { Topology } from "../domain/topology.ts";
import { createAcknowledge } from "./acknowledge.ts";
import { type Announcer, createAnnouncer } from "./announce-fact.ts";
import { createAssist } from "./assist.ts";
import { createDecideJob } from "./decide-job.ts";
import type { ReadFiles } from "./deploy/deploy-deps.ts";
import { createPlanDeployment } from "./deploy/plan-deployment.ts";
import { createDeployRunner } from "./deploy/run-deploy.ts";
import { createSwitchFromBootstrap } from "./deploy/switch-from-bootstrap.ts";
import type { Flows } from "./flows.ts";
import { createFollowMaster } from "./follow-master.ts";
import { createGate } from "./gate.ts";
import { createJobKinds } from "./job-kinds.ts";
import type { ObjectStore } from "./object-ports.ts";
import { createParts, type Parts } from "./parts.ts";
import { createPatrol, type Patrol, sentinelsOf } from "./patrol.ts";
import type {
  AuditLog,
  Clock,
  Cluster,
  Conversation,
  Directory,
  FeedItem,
  JobQueue,
  LinkWatch,
  Log,
  ReadTopology,
  RedisFleet,
  SentinelFeed,
  Store,
} from "./ports.ts";
import { createTopologyReader, type TopologyReader } from "./read-topology.ts";
import { createRequestJob } from "./request-job.ts";
import { createRunJob } from "./run-job.ts";
import { createRunPlan } from "./run-plan.ts";
import { createShowRecords } from "./show-records.ts";
import { createShowStatus } from "./show-status.ts";
import { createSweepJobs } from "./sweep-jobs.ts";
import { createSwitchOver } from "./switch-over.ts";
import { createWhoAmI } from "./who-am-i.ts";

export type CoreSettings = {
  readonly watched: readonly GroupRef[];
  readonly policy: PolicyLists;
  /** What a Sentinel is told where none can be asked; its master name is the one for pods that name none. */
  readonly monitor: MonitorSettings;
  readonly patrolIntervalMs: number;
  readonly holdMs: number;
  readonly approvalExpiresMs: number;
  /** The overlay of `k8s/redis-ha` that a namespace is deployed from. */
  readonly overlayOf: (namespace: string) => string;
};

export type CorePorts = {
  readonly cluster: Cluster;
  readonly objects: ObjectStore;
  readonly readFiles: ReadFiles;
  /** At least 32 random hexadecimal characters; a secret of the log and the audit from then on. */
  readonly newPassword: () => string;
  readonly fleet: RedisFleet;
  readonly feed: SentinelFeed;
  readonly links: LinkWatch;
  readonly conversation: Conversation;
  readonly directory: Directory;
  readonly store: Store;
  readonly audit: Parameters<typeof createShowRecords>[0]["audit"] & AuditLog;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly log: Log;
  /** Eight random characters of a-z and 0-9. */
  readonly newId: () => string;
  readonly storeDownSinceMs: () => number | undefined;
  readonly slackDownSinceMs: () => number | undefined;
  /** `run_id` of the bot's own Redis: never a member of a group that it manages. */
  readonly ownRedisRunId: string;
};

export type Core = {
  readonly flows: Flows;
  readonly patrol: Patrol;
  readonly parts: Parts;
  /** What a Sentinel's feed tells of. */
  readonly onFeedItem: (group: Parameters<Announcer["onEvent"]>[0], sentinel: string, item: FeedItem) => void;
  /** A Redis' end of a connection was closed. */
  readonly onClosed: ReturnType<typeof createAssist>["onClosed"];
  readonly runJob: ReturnType<typeof createRunJob>;
  readonly sweepJobs: () => Promise<void>;
  /** Reads every group once and goes on with its open incident. Faults: `config-invalid` where a group is not to be managed. */
  readonly takeUp: () => Promise<void>;
  /** Resolves when every incident was stored and shown as it is known; at most three seconds. */
  readonly settled: () => Promise<void>;
};

/** From an event to the reading that says what is true. Milliseconds. */
const afterEventMs = 30;

const settleMs = 3000;

/** Everything between the ports: what the bot decides and in which order it acts. `signal` ends the waiting. */
export function createCore(settings: CoreSettings, ports: CorePorts, signal: AbortSignal): Core {
  const { watched, policy, monitor, holdMs } = settings;
  const { masterName: defaultMasterName, ...monitorSettings } = monitor;
  const defaults = { settings: monitorSettings, holdMs };
  const parts = createParts(ports);
  const reader = createTopologyReader({ ...ports, defaultMasterName });
  const read: typeof reader.read = async (group, ended) => {
    const topology = await parts.watchKubernetes(() => reader.read(group, ended));
    refuseOwnRedis(topology, ports.ownRedisRunId);
    return topology;
  };
  const gate = createGate({ ...ports, policy });
  const announcer = createAnnouncer({ ...ports, holdMs, signal });
  const followMaster = createFollowMaster(ports);
  const assist = createAssist({
    ...ports,
    policy,
    announcer,
    reader,
    defaults,
    approvalExpiresMs: settings.approvalExpiresMs,
  });
  const patrol = createPatrol({
    ...ports,
    watched,
    read,
    announcer,
    intervalMs: settings.patrolIntervalMs,
    onReading: async ({ topology, diagnosis }) => {
      const access = await reader.access(topology.group);
      assist.onReading(topology, access);
      ports.feed.follow(topology.group, sentinelsOf(topology), access);
      await followMaster(topology, diagnosis);
    },
  });
  const { kinds, runPlan } = createJobParts(settings, ports, { reader, read, defaults, unhealthy: patrol.unhealthy });
  const deps = { ...ports, gate, policy, watched, read, announcer, kinds };
  const flows: Flows = {
    showStatus: createShowStatus({ ...deps, incidentOf: announcer.incidentOf, degraded: parts.degraded }),
    requestJob: createRequestJob({ ...deps, approvalExpiresMs: settings.approvalExpiresMs }),
    decideJob: createDecideJob(deps),
    acknowledge: createAcknowledge(deps),
    ...createShowRecords(deps),
    whoAmI: createWhoAmI(deps),
    watchedGroups: () => watched,
  };
  // The alert goes out first; and events come in bursts, of which the last tells more than the first.
  const lookSoon = (namespace: string) => {
    ports.clock.sleep(afterEventMs, signal).then(
      () => patrol.look(namespace),
      () => undefined,
    );
  };
  return {
    flows,
    patrol,
    parts,
    onFeedItem: (group, sentinel, item) => {
      // A stream that was lost or is back may have missed events: only a reading says what is true.
      const isNews = item.kind === "event" ? announcer.onEvent(group, sentinel, item.event) : true;
      if (isNews || announcer.incidentOf(groupId(group)) !== undefined) lookSoon(group.namespace);
    },
    onClosed: assist.onClosed,
    runJob: createRunJob({ ...deps, runPlan }),
    sweepJobs: createSweepJobs(ports),
    takeUp: () => takeUp({ watched, read, announcer }),
    settled: () => Promise.race([announcer.settled(), ports.clock.sleep(settleMs)]),
  };
}

type JobSources = Pick<Parameters<typeof createJobKinds>[0], "read" | "defaults" | "unhealthy"> & {
  readonly reader: TopologyReader;
};

/** What plans jobs, and what runs their plans. */
function createJobParts({ overlayOf }: CoreSettings, ports: CorePorts, { reader, ...sources }: JobSources) {
  const { defaults } = sources;
  const newMarker = ports.newId;
  const switchOver = createSwitchFromBootstrap({ reader, handOver: createSwitchOver(ports), defaults });
  const deployment = { ...ports, reader, overlayOf, newMarker, switchOver };
  return {
    kinds: createJobKinds({ ...sources, planDeployment: createPlanDeployment(deployment) }),
    runPlan: createRunPlan({ ...ports, reader, newMarker, runnerOf: createDeployRunner(deployment) }),
  };
}

/** The bot's memory must not be what the bot repairs. */
function refuseOwnRedis({ group, redises }: Topology, ownRunId: string): void {
  const own = redises.find(({ view }) => view.kind === "answered" && view.runId === ownRunId);
  if (own === undefined) return;
  throw new Fault(
    "config-invalid",
    `${own.pod.name} of ${groupId(group)} is the bot's own Redis (REDIS_URL). Give the bot one of its own, or take the group out of WATCH_GROUPS.`,
  );
}

async function takeUp(deps: {
  readonly watched: readonly GroupRef[];
  readonly read: ReadTopology;
  readonly announcer: Announcer;
}): Promise<void> {
  const outcomes = await Promise.allSettled(
    deps.watched.map(async (group) => deps.announcer.restore((await deps.read(group)).group)),
  );
  for (const outcome of outcomes) {
    // Any other fault is the patrol's to tell of: a group may be deployed later.
    const fault: unknown = outcome.status === "rejected" ? outcome.reason : undefined;
    if (fault instanceof Fault && fault.code === "config-invalid") throw fault;
  }
}
