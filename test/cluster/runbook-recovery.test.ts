import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { CoreV1Api, KubeConfig, type V1Pod } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requireKubeconfig } from "../contracts/real/real-kubernetes.ts";
import { openConnections, readRole } from "../sandbox/deploy/connections.ts";
import { openKubernetes, redisAt, sentinelAt } from "../sandbox/deploy/kubernetes.ts";
import { until } from "../sandbox/deploy/until.ts";
import { whatIsMissing } from "../sandbox/deploy/what-is-missing.ts";
import { deployGroup } from "../sandbox/deploy-group.ts";
import { execInPod } from "../sandbox/exec-in-pod.ts";

// A person's way, word for word but for the address: the runbook's step 3.
const runbook = (master: string) => `
sentinel_conf=sentinel.conf
echo "sentinel monitor mymaster ${master} 6379 2" > \${sentinel_conf}
echo "sentinel down-after-milliseconds mymaster 60000" >> \${sentinel_conf}
echo "sentinel failover-timeout mymaster 180000" >> \${sentinel_conf}
echo "sentinel parallel-syncs mymaster 1" >> \${sentinel_conf}
echo "bind 0.0.0.0" >> \${sentinel_conf}
redis-sentinel \${sentinel_conf}`;

// The bot's: nothing is left that needs the connection.
const daemonized = (master: string) => `${runbook(master)} --daemonize yes`;

requireKubeconfig();

describe("a group that lost all its pods at once", () => {
  const config = new KubeConfig();
  const namespace = `runbook-${randomBytes(3).toString("hex")}`;
  const connections = openConnections(undefined);

  beforeAll(async () => {
    config.loadFromDefault();
    await deployGroup({ kubeConfig: config, namespace, log: () => {} });
  });

  afterAll(async () => {
    connections.close();
    await config.makeApiClient(CoreV1Api).deleteNamespace({ name: namespace });
  });

  const pods = () => openKubernetes(config, namespace).pods();
  const listPods = async () => (await config.makeApiClient(CoreV1Api).listNamespacedPod({ namespace })).items;

  async function loseAllPods(): Promise<void> {
    const before = (await listPods()).map(({ metadata }) => metadata?.uid);
    await config.makeApiClient(CoreV1Api).deleteCollectionNamespacedPod({ namespace });
    await until("six new pods run", 60_000, async () => {
      const now = await listPods();
      const isNew = now.every((pod) => !before.includes(pod.metadata?.uid) && isRunning(pod));
      return isNew && now.length === 6 ? undefined : now.map(({ metadata }) => metadata?.name).join();
    });
  }

  /** Undefined in the runbook's state: every Redis a replica of nobody, every Sentinel's container up and deaf. */
  async function notStuck(): Promise<string | undefined> {
    const { redises, sentinels } = await pods();
    for (const pod of redises) {
      const role = await readRole(connections, redisAt(pod));
      if (role.kind === "master" || role.master !== pod.ip) return `${pod.name} has a role`;
    }
    for (const pod of sentinels) if (!(await refuses(sentinelAt(pod)))) return `${pod.name} listens`;
    return (await listPods()).find(hasRestarted)?.metadata?.name;
  }

  async function whatIsMissingAround(master: string): Promise<string | undefined> {
    const group = await pods();
    const pod = group.redises.find(({ name }) => name === master);
    if (pod === undefined) return `${master} is not there`;
    return await whatIsMissing({ ...group, connections, master: pod, masterName: "mymaster" });
  }

  async function run(pod: string, container: string, script: string) {
    return await execInPod(config, { namespace, pod, container }, ["bash", "-c", script]);
  }

  async function promote(pod: string): Promise<string> {
    const promotion = await run(pod, "redis", "redis-cli ROLE; redis-cli SLAVEOF NO ONE; redis-cli ROLE");
    await promotion.ended;
    expect(promotion.output()).toMatch(/^slave\n[\s\S]*OK\nmaster\n/);
    const found = (await pods()).redises.find(({ name }) => name === pod);
    return found?.ip ?? "";
  }

  test("is stuck as the runbook tells: every Redis an orphan, every Sentinel waiting, nothing restarts", async () => {
    await loseAllPods();
    await until("the group is stuck", 20_000, notStuck);
    // Longer than the liveness probe's patience.
    const deadline = Date.now() + 40_000;
    while (Date.now() < deadline) {
      expect(await notStuck()).toBeUndefined();
      await sleep(2_000);
    }
  });

  test("is repaired by the runbook's own commands, and the other Sentinels join by themselves", async () => {
    const master = await promote("redis-2");
    const sentinel = await run("redis-sentinel-1", "sentinel", runbook(master));
    await until("the group is whole", 30_000, () => whatIsMissingAround("redis-2"));

    // Ctrl-C: the Sentinel ends with the person's session; its container notices, and starts one that asks the others.
    const person = await run("redis-sentinel-1", "sentinel", "redis-cli -p 26379 shutdown");
    await Promise.all([person.ended, sentinel.ended]);
    await until("the group is whole again", 40_000, () => whatIsMissingAround("redis-2"));
  });

  test("is repaired the same way by a Sentinel that runs on in the background", async () => {
    await loseAllPods();
    await until("the group is stuck", 20_000, notStuck);
    const master = await promote("redis-0");
    const sentinel = await run("redis-sentinel-0", "sentinel", daemonized(master));
    await sentinel.ended;
    await until("the group is whole", 30_000, () => whatIsMissingAround("redis-0"));
  });
});

function isRunning({ metadata, status }: V1Pod): boolean {
  const isUp = status?.containerStatuses?.every(({ state }) => state?.running !== undefined) ?? false;
  return isUp && metadata?.deletionTimestamp === undefined;
}

function hasRestarted({ status }: V1Pod): boolean {
  return status?.containerStatuses?.some(({ restartCount }) => restartCount > 0) ?? false;
}

async function refuses({ host, port }: { readonly host: string; readonly port: number }): Promise<boolean> {
  const socket = connect({ host, port, timeout: 1_000 });
  const answer = Promise.withResolvers<boolean>();
  socket.once("connect", () => answer.resolve(false));
  socket.once("timeout", () => answer.resolve(false));
  socket.once("error", (error) => answer.resolve("code" in error && error.code === "ECONNREFUSED"));
  return await answer.promise.finally(() => socket.destroy());
}
