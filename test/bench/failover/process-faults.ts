import type { Made, Stage } from "./fault.ts";
import { deletePod } from "./pod-faults.ts";
import { monotonicNow } from "./recording.ts";

export async function killMaster({ ground, group }: Stage): Promise<Made> {
  const master = await group.master();
  const at = monotonicNow();
  await ground.kill(master);
  return { at };
}

/** No Redis has a container that was restarted: the kubelet holds back one that ends for the second time in ten minutes. */
export async function freshMaster(stage: Stage): Promise<void> {
  const { group } = stage;
  const tired = (await group.pods()).filter(({ set, restarts }) => set === "redis" && restarts > 0);
  for (const { name } of tired) {
    await deletePod(stage, name);
    await group.mustBeWhole();
  }
}

/** Each Redis has ended once: whoever is master then, its next end is the second. */
export async function oneKillEach(stage: Stage): Promise<void> {
  const { ground, group } = stage;
  await freshMaster(stage);
  const master = await group.master();
  const replicas = (await group.pods()).filter(({ set, name }) => set === "redis" && name !== master.name);
  for (const pod of [...replicas, master]) {
    await ground.kill(pod);
    await group.mustBeWhole();
  }
}
