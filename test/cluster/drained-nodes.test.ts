import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deploy } from "../bench/failover/deploy.ts";
import { type BenchGround, clusterGround } from "../bench/failover/ground.ts";
import { type Group, openGroup } from "../bench/failover/group.ts";
import { tryFault } from "../bench/failover/trial.ts";
import { requireKubeconfig } from "../contracts/real/real-kubernetes.ts";
import { routeToServices } from "./route-to-services.ts";

const kubeconfigFile = requireKubeconfig();
const patience = 300_000;
const overlay = (name: string) => fileURLToPath(new URL(`../../k8s/redis-ha/overlays/${name}`, import.meta.url));

let ground: BenchGround;
beforeAll(async () => {
  ground = clusterGround({ kubeconfigFile });
  await routeToServices(ground.kubeConfig);
});
afterAll(() => ground?.stop());

const kubectl = (...args: readonly string[]) => promisify(execFile)("kubectl", args, { timeout: 120_000 });

/** As a person does it who takes a node out of service; other people's pods are left alone. */
async function drainAndReturn(node: string): Promise<void> {
  const ours = ["--ignore-daemonsets", "--delete-emptydir-data", "--pod-selector=app.kubernetes.io/name=redis-ha"];
  try {
    await kubectl("drain", node, ...ours, "--timeout=100s");
  } finally {
    await kubectl("uncordon", node);
  }
}

// In production no two of a kind may share a node: who was drained has nowhere to go until its node is back, and the budgets
// keep the next drain waiting until then.
test(
  "nothing is lost when each node is drained in turn, while two clients write",
  async () => {
    const group: Group = openGroup(ground, await deploy(ground.kubeConfig, ground.namespace, overlay("production")));
    try {
      await group.mustBeWhole();
      const nodes = [...new Set((await group.pods()).map(({ node }) => node))];
      const trial = await tryFault(
        { ground, group },
        {
          id: "story",
          title: "each node drained",
          bot: "down",
          make: async () => {
            for (const node of nodes) {
              await drainAndReturn(node);
              await group.mustBeWhole();
            }
            return undefined;
          },
        },
      );
      expect({ keysKept: trial.keysKept, notWhole: trial.notWhole }).toEqual({ keysKept: 2_000 });
      expect({ lost: trial.bySentinels.loss.count, byService: trial.byService?.loss.count }).toEqual({
        lost: 0,
        byService: 0,
      });
      expect(nodes).toHaveLength(3);
    } finally {
      group.close();
    }
  },
  patience,
);
