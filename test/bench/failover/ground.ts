import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { startWholeKubernetes } from "../../sandbox/start-whole-kubernetes.ts";
import type { Ground } from "../../stories/ground.ts";
import { killPodProcess } from "./kill-pod-process.ts";

export type NodeAct = "cut" | "heal" | "freeze" | "thaw" | "crash" | "boot";

/** A Kubernetes that faults are made on. */
export type BenchGround = Ground & {
  readonly name: "sandbox" | "cluster";
  /** `kill -9` of the pod's redis-server. */
  readonly kill: (pod: { readonly name: string; readonly uid: string }) => Promise<void>;
  /** What happens to real nodes; absent where nodes can't be broken. */
  readonly node?: (act: NodeAct, node: string) => Promise<void>;
};

/** The local Kubernetes whose pods are processes. */
export async function startSandboxGround(): Promise<BenchGround> {
  const kubernetes = await startWholeKubernetes();
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(kubernetes.kubeConfigFor("admin"));
  const directory = mkdtempSync(join(tmpdir(), "redis-ha-bench-"));
  const kubeconfigFile = join(directory, "kubeconfig");
  writeFileSync(kubeconfigFile, kubernetes.kubeConfigFor("admin"));
  const namespace = "bench";
  return {
    name: "sandbox",
    kubeConfig,
    kubeconfigFile,
    namespace,
    kill: async ({ name }) => {
      const isKilled = kubernetes.signal({ namespace, pod: name, container: "redis" }, "SIGKILL");
      if (!isKilled) throw new Error(`no process runs in ${name}`);
    },
    stop: async () => {
      await kubernetes.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * The cluster of KUBECONFIG, whose nodes' processes are this machine's. `nodeCommand` is called with an act and a node's name;
 * without it, faults of nodes are left out.
 */
export function clusterGround(settings: {
  readonly kubeconfigFile: string;
  readonly nodeCommand?: string;
}): BenchGround {
  const { kubeconfigFile, nodeCommand } = settings;
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(kubeconfigFile);
  const namespace = `bench-${randomBytes(3).toString("hex")}`;
  return {
    name: "cluster",
    kubeConfig,
    kubeconfigFile,
    namespace,
    kill: killPodProcess,
    ...(nodeCommand !== undefined && { node: (act, node) => runNodeCommand(nodeCommand, act, node) }),
    stop: async () => {
      await kubeConfig.makeApiClient(CoreV1Api).deleteNamespace({ name: namespace });
    },
  };
}

async function runNodeCommand(command: string, act: NodeAct, node: string): Promise<void> {
  await promisify(execFile)(command, [act, node], { timeout: 120_000 });
}
