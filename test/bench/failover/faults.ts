import { CoreV1Api } from "@kubernetes/client-node";
import { inTime } from "../../sandbox/deploy/in-time.ts";
import type { BenchGround } from "./ground.ts";
import type { Group } from "./group.ts";

/** What a fault is made on. */
export type Stage = { readonly ground: BenchGround; readonly group: Group };

/** What a fault's maker says when it is over. */
export type Made = {
  /** On the monotonic clock: from when on it can be whole again. Absent: from the fault's beginning. */
  readonly mendableFrom?: number;
};

export type Fault = {
  readonly id: string;
  readonly title: string;
  /** Whether the bot watches the group; `any`: as the caller likes. */
  readonly bot: "up" | "down" | "any";
  /** What must be so before clients write. */
  readonly prepare?: (stage: Stage) => Promise<void>;
  readonly make: (stage: Stage) => Promise<Made | undefined>;
};

export const faults: readonly Fault[] = [
  { id: "kill", title: "master's process killed, bot down", bot: "down", prepare: freshMaster, make: killMaster },
  {
    id: "kill-again",
    title: "the same, a second time in ten minutes",
    bot: "down",
    prepare: oneKillEach,
    make: killMaster,
  },
  { id: "delete-master", title: "master's pod deleted", bot: "any", make: deleteMaster },
  {
    id: "delete-redis",
    title: "all Redis pods deleted",
    bot: "any",
    make: (stage) => deletePods(stage, "redis-ha/set=redis"),
  },
  {
    id: "delete-all",
    title: "all pods of the group deleted",
    bot: "any",
    make: (stage) => deletePods(stage, "app.kubernetes.io/name=redis-ha"),
  },
  {
    id: "delete-sentinels",
    title: "all Sentinels deleted",
    bot: "any",
    make: (stage) => deletePods(stage, "redis-ha/set=redis-sentinel"),
  },
  { id: "kill-bot-up", title: "master's process killed, bot up", bot: "up", prepare: freshMaster, make: killMaster },
];

async function killMaster({ ground, group }: Stage): Promise<undefined> {
  await ground.kill(await group.master());
}

/** A container that was restarted in the last ten minutes is held back at its next end. */
async function freshMaster(stage: Stage): Promise<void> {
  const { group } = stage;
  const tired = (await group.pods()).filter(({ set, restarts }) => set === "redis" && restarts > 0);
  for (const { name } of tired) {
    await deletePod(stage, name);
    await group.mustBeWhole();
  }
}

/** Each Redis has ended once: whoever is master then, its next end is the second. */
async function oneKillEach(stage: Stage): Promise<void> {
  await freshMaster(stage);
  const master = await stage.group.master();
  const redises = (await stage.group.pods()).filter(({ set }) => set === "redis");
  for (const pod of [...redises.filter(({ name }) => name !== master.name), master]) {
    await stage.ground.kill(pod);
    await stage.group.mustBeWhole();
  }
}

async function deleteMaster(stage: Stage): Promise<undefined> {
  await deletePod(stage, (await stage.group.master()).name);
}

async function deletePod({ ground: { kubeConfig, namespace } }: Stage, name: string): Promise<void> {
  await inTime(kubeConfig.makeApiClient(CoreV1Api).deleteNamespacedPod({ name, namespace }));
}

async function deletePods({ ground: { kubeConfig, namespace } }: Stage, labelSelector: string): Promise<undefined> {
  await inTime(kubeConfig.makeApiClient(CoreV1Api).deleteCollectionNamespacedPod({ namespace, labelSelector }));
}
