import { setTimeout as sleep } from "node:timers/promises";
import { openConnections } from "../../sandbox/deploy/connections.ts";
import type { Deployed } from "./deploy.ts";
import type { BenchGround } from "./ground.ts";
import { type GroupPod, readPods, readWorkloads } from "./group-pods.ts";
import { monotonicNow } from "./recording.ts";
import { whatIsNotWhole } from "./what-is-not-whole.ts";

const lookEveryMs = 100;

export type Whole =
  /** `at`: since when, on the monotonic clock. */
  { readonly kind: "whole"; readonly at: number } | { readonly kind: "not whole"; readonly because: string };

/** The deployed group, as whoever breaks it and looks at it needs it. */
export type Group = ReturnType<typeof openGroup>;

export function openGroup(ground: BenchGround, deployed: Deployed) {
  const { kubeConfig, namespace } = ground;
  const connections = openConnections(deployed.password);
  const pods = () => readPods(kubeConfig, namespace);
  const call = (pod: GroupPod, ...command: readonly [string, ...(string | number)[]]) =>
    connections.call({ host: pod.ip ?? "", port: pod.set === "redis-sentinel" ? 26_379 : 6379 }, ...command);

  async function look(): Promise<string | undefined> {
    try {
      const [now, workloads] = await Promise.all([pods(), readWorkloads(kubeConfig, namespace)]);
      return await whatIsNotWhole({ connections, masterName: deployed.masterName, pods: now, workloads });
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Since when it is whole and stays so for `holdMs`: what is whole for a moment only does not count. */
  async function untilWhole({
    withinMs,
    holdMs,
  }: {
    readonly withinMs: number;
    readonly holdMs: number;
  }): Promise<Whole> {
    const deadline = monotonicNow() + withinMs;
    let since: number | undefined;
    for (;;) {
      const missing = await look();
      const now = monotonicNow();
      since = missing === undefined ? (since ?? now) : undefined;
      if (since !== undefined && now - since >= holdMs) return { kind: "whole", at: since };
      if (missing !== undefined && now > deadline) return { kind: "not whole", because: missing };
      await sleep(lookEveryMs);
    }
  }

  async function mustBeWhole(withinMs = 120_000): Promise<void> {
    const whole = await untilWhole({ withinMs, holdMs: 500 });
    if (whole.kind === "not whole")
      throw new Error(`the group is not whole within ${withinMs / 1000} s: ${whole.because}`);
  }

  /** The one that says so itself. Throws where nobody does. */
  async function master(): Promise<GroupPod> {
    const redises = (await pods()).filter(({ set }) => set === "redis");
    const roles = await Promise.all(redises.map((pod) => call(pod, "ROLE").catch(() => [])));
    const found = redises.find((_, i) => Object(roles[i])[0] === "master");
    if (found === undefined) throw new Error("nobody is master");
    return found;
  }

  return {
    ...deployed,
    namespace,
    pods,
    call,
    look,
    untilWhole,
    mustBeWhole,
    master,
    close: () => connections.close(),
  };
}
