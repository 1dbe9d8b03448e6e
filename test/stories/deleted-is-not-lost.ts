import { CoreV1Api } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deploy } from "../bench/failover/deploy.ts";
import type { Fault, Stage } from "../bench/failover/fault.ts";
import type { BenchGround } from "../bench/failover/ground.ts";
import { type Group, openGroup } from "../bench/failover/group.ts";
import { tryFault } from "../bench/failover/trial.ts";
import { inTime } from "../sandbox/deploy/in-time.ts";
import { execInPod } from "../sandbox/exec-in-pod.ts";

const patience = 240_000;

/**
 * The story that both Kubernetes tell: a group made by plain manifests forms itself, and whatever is deleted, one by one or all
 * at once, no write that a client was told of is lost. No bot runs.
 */
export function tellDeletedIsNotLost(name: string, start: () => Promise<BenchGround> | BenchGround): void {
  describe(`a group of plain manifests on ${name}`, () => {
    let ground: BenchGround;
    let group: Group;

    beforeAll(async () => {
      ground = await start();
      group = openGroup(ground, await deploy(ground.kubeConfig, ground.namespace));
      await group.mustBeWhole();
    }, patience);
    afterAll(async () => {
      group?.close();
      await ground?.stop();
    }, patience);

    async function expectNothingLost(title: string, make: (stage: Stage) => Promise<void>): Promise<void> {
      const fault: Fault = { id: "story", title, bot: "down", make: async (stage) => void (await make(stage)) };
      const { bySentinels, byService, keysKept, notWhole } = await tryFault({ ground, group }, fault);
      expect({ notWhole, keysKept, lost: bySentinels.loss.count, lostByService: byService?.loss.count }).toEqual({
        keysKept: 2_000,
        lost: 0,
        lostByService: 0,
      });
    }
    const core = () => ground.kubeConfig.makeApiClient(CoreV1Api);
    const remove = (pod: string) => inTime(core().deleteNamespacedPod({ name: pod, namespace: group.namespace }));
    const removeAll = (labelSelector: string) =>
      inTime(core().deleteCollectionNamespacedPod({ namespace: group.namespace, labelSelector }));

    test(
      "loses nothing when each Redis is deleted in turn, the next one as soon as the group is whole",
      async () => {
        await expectNothingLost("each Redis in turn", async () => {
          for (const pod of ["redis-0", "redis-1", "redis-2"]) {
            await remove(pod);
            await group.mustBeWhole();
          }
        });
      },
      patience,
    );

    test.each([
      ["all Redis pods", "redis-ha/set=redis"],
      ["all Sentinels", "redis-ha/set=redis-sentinel"],
      ["all pods", "app.kubernetes.io/name=redis-ha"],
    ])(
      "loses nothing when %s are deleted at once",
      async (what, labels) => {
        await expectNothingLost(what, async () => void (await removeAll(labels)));
      },
      patience,
    );

    test(
      "loses nothing when pods are deleted in an order that nobody planned, each before the last one is back",
      async () => {
        const members = (await group.pods()).map(({ name: pod }) => pod);
        await expectNothingLost("in a random order", async () => {
          for (const pod of shuffled(members)) {
            await remove(pod);
            await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 1_500));
          }
        });
      },
      patience,
    );

    test(
      "keeps its data when every Redis process ends at once: containers restart on what they wrote",
      async () => {
        const { keysKept, notWhole } = await tryFault(
          { ground, group },
          {
            id: "story",
            title: "every Redis process ends",
            bot: "down",
            make: async () => {
              const ends = ["redis-0", "redis-1", "redis-2"].map((pod) =>
                execInPod(ground.kubeConfig, { namespace: group.namespace, pod, container: "redis" }, [
                  ...["redis-cli", "shutdown", "nosave", "now", "force"],
                ]),
              );
              await Promise.all(ends);
              return undefined;
            },
          },
        );
        expect({ keysKept, notWhole }).toEqual({ keysKept: 2_000 });
      },
      patience,
    );
  });
}

function shuffled(names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({ name, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ name }) => name);
}
