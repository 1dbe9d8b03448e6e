import { randomBytes } from "node:crypto";
import { checkDurability } from "./audit/check-durability.ts";
import { createAuditLog } from "./audit/create-audit-log.ts";
import { overlayFor } from "./config/overlay-rules.ts";
import type { Config } from "./config.ts";
import { Fault } from "./domain/fault.ts";
import { groupId } from "./domain/group.ts";
import { type Core, type CorePorts, createCore } from "./flows/core.ts";
import type { Cluster, Log, RedisFleet } from "./flows/ports.ts";
import { createMetrics, type Metrics } from "./http/metrics.ts";
import { createReadCounts } from "./http/read-counts.ts";
import { startHttp } from "./http/start-http.ts";
import { type ConnectedCluster, createCluster } from "./kubernetes/cluster.ts";
import { createReadFiles } from "./kubernetes/group-files.ts";
import { createJobQueue } from "./queue/create-job-queue.ts";
import { createLinkWatch } from "./redis/link-watch.ts";
import { createRedisFleet } from "./redis/redis-fleet.ts";
import { createSentinelFeed } from "./redis/sentinel-feed.ts";
import type { Secrets } from "./secrets.ts";
import { registerBot } from "./slack/bot.ts";
import { checkSlack } from "./slack/check-slack.ts";
import { createSlackClient } from "./slack/client.ts";
import { createConversation } from "./slack/conversation.ts";
import { createDirectory } from "./slack/directory.ts";
import { createConnection } from "./slack/receiver.ts";
import { connectBotRedis } from "./store/connect-bot-redis.ts";
import { createStore } from "./store/create-store.ts";
import { ownRedisIdentity } from "./store/own-redis-identity.ts";
import { systemClock as clock } from "./system-clock.ts";

export type App = {
  /** Where health, readiness and metrics are served. */
  readonly httpPort: number;
  /** Ends everything in the opposite order; a running step is finished first. */
  readonly stop: () => Promise<void>;
};

type Deps = { readonly log: Log; readonly secrets: Secrets };

/** How long a Redis or Sentinel may take to answer. Milliseconds. */
const probeTimeoutMs = 900;
const sweepEveryMs = 5000;

/**
 * The bot, from its configuration: connects, checks what it depends on, watches and listens. Faults, each one line that
 * says what to do: `config-invalid`, `store-unreachable`, `kubernetes-unreachable|forbidden`, `slack-unreachable|refused`.
 */
export async function startApp(config: Config, deps: Deps): Promise<App> {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).toReversed()) {
      await Promise.resolve(close()).catch((error: unknown) => deps.log.warn({ err: error }, "stop incomplete"));
    }
  };
  try {
    const httpPort = await assemble(config, deps, closers);
    deps.log.info({ groups: config.watch.groups.map(groupId), httpPort, slack: config.slack.mode }, "bot ready");
    return { httpPort, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(config: Config, { log, secrets }: Deps, closers: (() => unknown)[]): Promise<number> {
  const ending = new AbortController();
  const { slack: access } = config;
  const apiUrl = access.apiUrl === undefined ? {} : { apiUrl: access.apiUrl };

  const botRedis = await connectBotRedis({ url: config.store.url, clock, log });
  closers.push(botRedis.close);
  await refuseVolatile(botRedis, log);
  const cluster = await reachCluster(config, log);
  closers.push(cluster.close);
  const client = createSlackClient(access.botToken, access.apiUrl);
  const appToken = access.mode === "socket" ? { appToken: access.appToken } : {};
  const { channel } = await checkSlack({ client, channel: access.channel, ...appToken, ...apiUrl });

  const store = createStore({ botRedis, log });
  const metrics = createMetrics({ readCounts: createReadCounts({ store, groups: namedGroups(config) }) });
  const fleet = createRedisFleet({ timeoutMs: probeTimeoutMs, log });
  closers.push(fleet.close);
  const { feed, links } = listen({ core: () => core, metrics, log });
  closers.push(feed.stop, links.stop);
  const queue = createJobQueue({
    url: config.store.url,
    log,
    run: (jobId, attempt, signal) => core.runJob(jobId, attempt, signal),
  });
  const connection = createConnection({ access, botToken: access.botToken, ...apiUrl, clock, log });

  const core: Core = createCore(
    {
      ...config.watch,
      watched: config.watch.groups,
      policy: config.policy,
      approvalExpiresMs: config.approvalExpiresMs,
      overlayOf: (namespace) => overlayFor(config.deployOverlays, namespace),
    },
    {
      cluster: remembering(cluster, secrets),
      ...deployPorts(cluster, secrets),
      fleet: measured(fleet, metrics),
      feed,
      links,
      conversation: createConversation({ client, channel: () => channel, clock, log }),
      directory: createDirectory({ client, clock }),
      store,
      audit: createAuditLog({ botRedis, redact: secrets.redact }),
      queue,
      clock,
      log,
      newId: () => randomBytes(4).toString("hex"),
      storeDownSinceMs: botRedis.downSinceMs,
      slackDownSinceMs: connection.downSinceMs,
      ownRedisRunId: (await ownRedisIdentity(botRedis)).runId,
    },
    ending.signal,
  );
  await core.takeUp();
  registerBot(connection.app, { flows: core.flows, clock, log });

  const { degraded } = core.parts;
  const http = await startHttp({ ...config.http, health: () => true, ready: degraded, metrics, log });
  closers.push(http.stop);
  closers.push(queue.stop);
  await queue.start();
  closers.push(connection.stop);
  await connection.start();
  closers.push(core.settled, core.patrol.stop, () => ending.abort());
  watch(config, { core, cluster, log, signal: ending.signal });
  return http.port;
}

/** What tells of a group by itself: the Sentinels' streams, and the end of a Redis' connection. */
function listen({ core, metrics, log }: { core: () => Core; metrics: Metrics; log: Log }) {
  const feed = createSentinelFeed({
    onItem: (group, pod, item) => {
      metrics.countFeedItem(item.kind);
      core().onFeedItem(group, pod, item);
    },
    log,
    timeoutMs: probeTimeoutMs,
  });
  const links = createLinkWatch({
    onClosed: (group, pod) => void core().onClosed(group, pod),
    timeoutMs: probeTimeoutMs,
  });
  return { feed, links };
}

function watch(
  config: Config,
  { core, cluster, log, signal }: { core: Core; cluster: ConnectedCluster; log: Log; signal: AbortSignal },
): void {
  core.patrol.start();
  const namespaces = [...new Set(config.watch.groups.map(({ namespace }) => namespace))];
  cluster.watchPods(namespaces, core.patrol.look, signal);
  sweep(core, log, signal);
}

async function sweep(core: Core, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // Without its Redis the bot says so elsewhere; the next round tries again.
    await core.sweepJobs().catch((error: unknown) => log.debug({ err: error }, "jobs not swept"));
    await clock.sleep(sweepEveryMs, signal).catch(() => undefined);
  }
}

async function refuseVolatile(botRedis: Parameters<typeof checkDurability>[0], log: Log): Promise<void> {
  const durability = await checkDurability(botRedis);
  if (durability.kind === "volatile") throw new Fault("config-invalid", durability.refusal);
  if (durability.kind === "weak") log.warn({}, durability.warning);
}

async function reachCluster(config: Config, log: Log): Promise<ConnectedCluster> {
  const cluster = createCluster(
    {
      ...config.kubernetes,
      masterNameLabel: "redis-ha/master-name",
      secretKey: "password",
      timeoutMs: 5000,
    },
    { log },
  );
  const check = await cluster.check(config.watch.groups[0]?.namespace);
  if (check.kind === "reachable") return cluster;
  await cluster.close();
  const code = check.kind === "forbidden" ? "kubernetes-forbidden" : "kubernetes-unreachable";
  throw new Fault(code, `Kubernetes cannot be used (KUBECONFIG, KUBE_CONTEXT): ${check.message}`);
}

function deployPorts(
  { objects }: ConnectedCluster,
  secrets: Secrets,
): Pick<CorePorts, "objects" | "readFiles" | "newPassword"> {
  const newPassword = () => {
    const password = randomBytes(24).toString("hex");
    secrets.remember(password);
    return password;
  };
  return { objects, readFiles: createReadFiles(), newPassword };
}

/** Every password that is read becomes a secret of the log and the audit. */
function remembering(cluster: ConnectedCluster, secrets: Secrets): Cluster {
  return {
    ...cluster,
    readPassword: async (namespace, signal) => {
      const password = await cluster.readPassword(namespace, signal);
      secrets.remember(password);
      return password;
    },
  };
}

function measured(fleet: RedisFleet, metrics: Metrics): RedisFleet {
  return {
    ...fleet,
    probeRedis: (address, access) => timed("redis", metrics, () => fleet.probeRedis(address, access)),
    probeSentinel: (address, access) => timed("sentinel", metrics, () => fleet.probeSentinel(address, access)),
  };
}

async function timed<T extends { readonly kind: string }>(
  kind: "redis" | "sentinel",
  metrics: Metrics,
  probe: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const answer = await probe();
  metrics.observeProbe(kind, answer.kind === "answered", performance.now() - startedAt);
  return answer;
}

function namedGroups({ watch: { groups, monitor } }: Config) {
  return groups.map((group) => ({ ...group, masterName: group.masterName ?? monitor.masterName }));
}
