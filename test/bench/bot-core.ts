import { randomBytes } from "node:crypto";
import { createAuditLog } from "../../src/audit/create-audit-log.ts";
import type { Job } from "../../src/domain/job.ts";
import type { JobKind } from "../../src/domain/job-kind.ts";
import type { Address } from "../../src/domain/topology.ts";
import { createCore } from "../../src/flows/core.ts";
import type { Cluster, Conversation } from "../../src/flows/ports.ts";
import { createJobQueue } from "../../src/queue/create-job-queue.ts";
import { createLinkWatch } from "../../src/redis/link-watch.ts";
import { createRedisFleet } from "../../src/redis/redis-fleet.ts";
import { createSentinelFeed } from "../../src/redis/sentinel-feed.ts";
import { connectBotRedis } from "../../src/store/connect-bot-redis.ts";
import { createStore } from "../../src/store/create-store.ts";
import { systemClock as clock } from "../../src/system-clock.ts";
import { createFakeConversation } from "../fakes/conversation.ts";
import { createFakeLog } from "../fakes/log.ts";
import { nothingToDeploy } from "../fakes/nothing-to-deploy.ts";
import { startBotRedis } from "../sandbox/bot-redis.ts";
import { poll } from "../sandbox/poll.ts";
import { createProcessCluster } from "../sandbox/process-cluster.ts";
import { startRedisGroup } from "../sandbox/redis-group.ts";

const operator = { id: "U0OPERATOR", name: "operator" };

/** The bot between its real Redis adapter, store, audit log and queue; Slack and Kubernetes are in memory unless given. */
export async function startBotCore(
  setup: {
    readonly conversation?: Conversation;
    /** Where a pod is reached, by its own address; absent: there. */
    readonly addressOf?: (host: string) => Address | undefined;
  } = {},
) {
  const group = await startRedisGroup();
  const memory = await startBotRedis();
  const log = createFakeLog();
  const botRedis = await connectBotRedis({ url: memory.url, clock, log });
  const store = createStore({ botRedis, log });
  const audit = createAuditLog({ botRedis, redact: (text) => text });
  const fleet = createRedisFleet({ timeoutMs: 900, log });
  const ending = new AbortController();
  const queue = createJobQueue({
    url: memory.url,
    log,
    run: (jobId, attempt, signal) => core.runJob(jobId, attempt, signal),
  });
  let connected = 0;
  const feed = createSentinelFeed({
    onItem: (from, pod, item) => {
      if (item.kind === "connected") connected += 1;
      core.onFeedItem(from, pod, item);
    },
    log,
    timeoutMs: 1000,
  });
  const links = createLinkWatch({ onClosed: (from, pod) => void core.onClosed(from, pod), timeoutMs: 900 });
  const core = createCore(
    {
      watched: [{ namespace: "strathberry-staging" }],
      policy: { viewers: [], operators: [operator.id], approvers: [], protectedNamespaces: [] },
      monitor: { masterName: "mymaster", quorum: 2, downAfterMs: 1000, failoverTimeoutMs: 10_000, parallelSyncs: 1 },
      patrolIntervalMs: 5000,
      holdMs: 0,
      approvalExpiresMs: 600_000,
      overlayOf: () => "staging",
    },
    {
      cluster: elsewhere(createProcessCluster(group), setup.addressOf),
      fleet,
      feed,
      links,
      conversation: setup.conversation ?? createFakeConversation(),
      directory: { userGroups: async () => [], displayName: async (id) => id },
      store,
      audit,
      queue,
      clock,
      log,
      ...nothingToDeploy,
      newId: () => randomBytes(4).toString("hex"),
      storeDownSinceMs: botRedis.downSinceMs,
      slackDownSinceMs: () => undefined,
      ownRedisRunId: "not of any group",
    },
    ending.signal,
  );
  await queue.start();
  core.patrol.start();
  return {
    group,
    store,
    flows: core.flows,
    /** How many Sentinels' streams it has. */
    hears: () => connected,
    request: (kind: JobKind): Promise<Job> =>
      poll("a plan is offered", async () => {
        const answer = await core.flows.requestJob(operator, { kind, dryRun: false });
        return answer.kind === "requested" ? answer.job : undefined;
      }),
    approve: (jobId: string) => core.flows.decideJob(operator, jobId, "approve"),
    showStatus: () => core.flows.showStatus(operator),
    close: async () => {
      ending.abort();
      await core.patrol.stop();
      await queue.stop(0);
      await feed.stop();
      await links.stop();
      fleet.close();
      await botRedis.close();
      await memory.close();
      await group.close();
    },
  };
}

function elsewhere(cluster: Cluster, addressOf: ((host: string) => Address | undefined) | undefined): Cluster {
  return {
    ...cluster,
    readNamespace: async (namespace) => {
      const view = await cluster.readNamespace(namespace);
      const pods = view.pods.map((pod) => {
        const there = pod.ip === undefined ? undefined : addressOf?.(pod.ip);
        return there === undefined ? pod : { ...pod, ip: there.host, port: there.port };
      });
      return { ...view, pods };
    },
  };
}
