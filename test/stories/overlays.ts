import { fileURLToPath } from "node:url";
import { CoreV1Api } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deploy } from "../bench/failover/deploy.ts";
import type { BenchGround } from "../bench/failover/ground.ts";
import { type Group, openGroup } from "../bench/failover/group.ts";
import { until } from "../contracts/until.ts";
import { openConnections } from "../sandbox/deploy/connections.ts";
import { inTime } from "../sandbox/deploy/in-time.ts";

const patience = 240_000;
type Start = () => Promise<BenchGround> | BenchGround;

/** What the overlays have of their own, told on both Kubernetes: each forms itself, and keeps what it promises. No bot runs. */
export function tellOverlays(name: string, start: Start): void {
  describe(`the overlay production on ${name}`, () => {
    const there = useOverlay("production", start);

    test("no two of a kind share a node", async () => {
      const pods = await there().group.pods();
      for (const set of ["redis", "redis-sentinel"]) {
        expect(new Set(pods.filter((pod) => pod.set === set).map(({ node }) => node)).size).toBe(3);
      }
    });
  });

  describe(`the overlay single on ${name}`, () => {
    const there = useOverlay("single", start);
    const atService = (...command: readonly [string, ...string[]]) => callService(there().group, command);

    test("the Service is the one Redis, which takes writes though it has no replica", async () => {
      expect((await there().group.pods()).filter(({ set }) => set !== "redis-sentinel").map((pod) => pod.name)).toEqual(
        ["redis-0"],
      );
      expect(await atService("SET", "greeting", "hello")).toBe("OK");
      expect(await atService("GET", "greeting")).toBe("hello");
    });

    test(
      "a deleted Redis waits for no successor, and the next one leads, though it holds nothing",
      async () => {
        await removePods(there(), "redis-ha/set=redis");
        const isNew = async () => (await atService("GET", "greeting")) === null;
        await until("the next one answers", isNew, { withinMs: 30_000 });
        await until("it leads", async () => (await atService("SET", "again", "yes")) === "OK", { withinMs: 30_000 });
      },
      patience,
    );
  });

  describe(`the overlay persistent on ${name}`, () => {
    const there = useOverlay("persistent", start);
    // Whoever is given these volumes next must not find it.
    afterAll(() => callService(there().group, ["FLUSHALL"]));

    test(
      "data outlive all pods, though none of them had time to hand anything over",
      async () => {
        const { group } = there();
        expect(await callService(group, ["SET", "greeting", "hello"])).toBe("OK");
        expect(await group.call(await group.master(), "WAIT", 2, 1_500)).toBe(2);
        await removePods(there(), "app.kubernetes.io/name=redis-ha", 0);
        await group.mustBeWhole();
        const seen = await until("the Service answers", () => callService(group, ["GET", "greeting"]));
        expect(seen).toBe("hello");
      },
      patience,
    );
  });
}

type There = { readonly ground: BenchGround; readonly group: Group };

/** A group of the overlay, whole before the tests begin. */
function useOverlay(overlay: string, start: Start): () => There {
  const there: { ground?: BenchGround; group?: Group } = {};
  beforeAll(async () => {
    const ground = await start();
    there.ground = ground;
    const folder = fileURLToPath(new URL(`../../k8s/redis-ha/overlays/${overlay}`, import.meta.url));
    there.group = openGroup(ground, await deploy(ground.kubeConfig, ground.namespace, folder));
    await there.group.mustBeWhole();
  }, patience);
  afterAll(async () => {
    there.group?.close();
    await there.ground?.stop();
  }, patience);
  return () => {
    const { ground, group } = there;
    if (ground === undefined || group === undefined) throw new Error("the group is not there");
    return { ground, group };
  };
}

async function removePods({ ground }: There, labelSelector: string, gracePeriodSeconds?: number): Promise<void> {
  const { kubeConfig, namespace } = ground;
  const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
  const core = kubeConfig.makeApiClient(CoreV1Api);
  await inTime(core.deleteCollectionNamespacedPod({ namespace, labelSelector, ...grace }));
}

/** One command at the Service `redis`, over a connection of its own. */
async function callService(group: Group, command: readonly [string, ...string[]]): Promise<unknown> {
  const connections = openConnections(group.password);
  try {
    return await connections.call(group.service, ...command);
  } finally {
    connections.close();
  }
}
