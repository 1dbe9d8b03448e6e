import { randomBytes } from "node:crypto";
import { createCore } from "../../src/flows/core.ts";
import { createLinkWatch } from "../../src/redis/link-watch.ts";
import { createRedisFleet } from "../../src/redis/redis-fleet.ts";
import { createSentinelFeed } from "../../src/redis/sentinel-feed.ts";
import { systemClock as clock } from "../../src/system-clock.ts";
import { createFakeAuditLog } from "../fakes/audit-log.ts";
import { createFakeConversation } from "../fakes/conversation.ts";
import { createFakeJobQueue } from "../fakes/job-queue.ts";
import { createFakeLog } from "../fakes/log.ts";
import { nothingToDeploy } from "../fakes/nothing-to-deploy.ts";
import { createFakeStore } from "../fakes/store.ts";
import { createProcessCluster } from "../sandbox/process-cluster.ts";
import { type RedisGroupSettings, startRedisGroup } from "../sandbox/redis-group.ts";

/** Three people, named after what they may do. */
export const people = {
  viewer: { id: "U0VIEWER", name: "viewer" },
  operator: { id: "U0OPERATOR", name: "operator" },
  approver: { id: "U0APPROVER", name: "approver" },
} as const;

export const groupName = "strathberry-staging/mymaster";

/** The bot's core on a group of real processes, its own memory and Slack in memory. */
export async function startCore(
  shape: RedisGroupSettings = {},
  settings: { readonly isProtected?: boolean; readonly assistedFailover?: boolean } = {},
) {
  const group = await startRedisGroup(shape);
  const log = createFakeLog();
  const fleet = createRedisFleet({ timeoutMs: 900, log });
  const cluster = createProcessCluster(group, settings);
  const ending = new AbortController();
  const store = createFakeStore({ clock });
  const audit = createFakeAuditLog();
  const conversation = createFakeConversation();
  const queue = createFakeJobQueue((jobId) =>
    core.runJob(jobId, 1, ending.signal).catch((error: unknown) => {
      // A job that the end of the test stopped would be taken up again.
      if (!ending.signal.aborted) throw error;
    }),
  );
  const feed = createSentinelFeed({
    onItem: (from, sentinel, item) => core.onFeedItem(from, sentinel, item),
    log,
    timeoutMs: 1000,
  });
  const links = createLinkWatch({ onClosed: (from, pod) => void core.onClosed(from, pod), timeoutMs: 900 });
  const core = createCore(
    {
      watched: [{ namespace: "strathberry-staging" }],
      policy: {
        viewers: ["*"],
        operators: [people.operator.id],
        approvers: [people.approver.id],
        protectedNamespaces: settings.isProtected === true ? ["strathberry-*"] : [],
      },
      monitor: { masterName: "mymaster", quorum: 2, downAfterMs: 1000, failoverTimeoutMs: 10_000, parallelSyncs: 1 },
      patrolIntervalMs: 500,
      holdMs: 1500,
      approvalExpiresMs: 60_000,
      overlayOf: () => "staging",
    },
    {
      cluster,
      fleet,
      feed,
      links,
      conversation,
      directory: { userGroups: async () => [], displayName: async (id) => id },
      store,
      audit,
      queue,
      clock,
      log,
      ...nothingToDeploy,
      newId: () => randomBytes(4).toString("hex"),
      storeDownSinceMs: () => undefined,
      slackDownSinceMs: () => undefined,
      ownRedisRunId: "not of any group",
    },
    ending.signal,
  );
  core.patrol.start();
  async function close(): Promise<void> {
    ending.abort();
    await core.patrol.stop();
    await feed.stop();
    await links.stop();
    fleet.close();
    await group.close();
  }
  return { ...core, group, cluster, store, audit, conversation, queue, log, close };
}

export type CoreUnderTest = Awaited<ReturnType<typeof startCore>>;
