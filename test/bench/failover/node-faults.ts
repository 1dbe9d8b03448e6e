import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { CoreV1Api } from "@kubernetes/client-node";
import { inTime } from "../../sandbox/deploy/in-time.ts";
import { type Made, NotHere, type Stage } from "./fault.ts";
import type { NodeAct } from "./ground.ts";
import { deletePod } from "./pod-faults.ts";
import { monotonicNow } from "./recording.ts";

/** Long enough for Sentinel to find somebody else, too short for Kubernetes to notice: it gives a node 46 s. */
const outageMs = 20_000;
const tries = 5;

/** The node of the master goes, and comes back after a while. It counts as back when the command that mends it is done. */
export async function breakNode({ ground, group }: Stage, act: NodeAct, undo: NodeAct): Promise<Made> {
  const { node } = ground;
  if (node === undefined) throw new NotHere("no command that breaks nodes is known: CLUSTER_NODE_COMMAND");
  const master = await group.master();
  const at = monotonicNow();
  try {
    await node(act, master.node);
    await sleep(Math.max(0, at + outageMs - monotonicNow()));
  } finally {
    await node(undo, master.node);
  }
  return { at, mendableFrom: monotonicNow() };
}

/**
 * The way from here to the Services' addresses leads through one of the nodes, which a client inside of the cluster does not
 * need: the master is moved to another one.
 */
export async function offTheGateway(stage: Stage): Promise<void> {
  const { ground, group } = stage;
  if (ground.node === undefined) throw new NotHere("no command that breaks nodes is known: CLUSTER_NODE_COMMAND");
  const gateway = await gatewayNode(stage);
  for (let tried = 0; gateway !== undefined && (await group.master()).node === gateway; tried += 1) {
    if (tried === tries) throw new Error(`the master does not leave ${gateway}`);
    await deletePod(stage, (await group.master()).name);
    await group.mustBeWhole();
  }
}

async function gatewayNode({ ground, group }: Stage): Promise<string | undefined> {
  const { stdout } = await promisify(execFile)("ip", ["route", "get", group.service.host], { timeout: 5_000 });
  const via = / via (\S+)/.exec(stdout)?.[1];
  const { items } = await inTime(ground.kubeConfig.makeApiClient(CoreV1Api).listNode());
  return items.find(({ status }) => status?.addresses?.some(({ address }) => address === via))?.metadata?.name;
}
