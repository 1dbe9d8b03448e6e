import { z } from "zod";
import { DeployStep } from "../deploy/deploy-step.ts";

const Address = z.object({ host: z.string(), port: z.number().int() });
const Member = z.object({
  pod: z.string(),
  uid: z.string(),
  container: z.string(),
  address: Address,
  /** What others are told of it, where that is another address. */
  named: Address.optional(),
});
/** A pod that a step touches: by address for Redis commands, by name and uid for Kubernetes calls. */
export type Member = Readonly<z.infer<typeof Member>>;

/** The address by which others are to know this member. */
export function nameOf(member: Member): Member["address"] {
  return member.named ?? member.address;
}

/** What Sentinel is told on `MONITOR`, which forgets every option that is not set again. Times in milliseconds. */
export const MonitorSettings = z.object({
  masterName: z.string(),
  quorum: z.number().int().min(1),
  downAfterMs: z.number().int(),
  failoverTimeoutMs: z.number().int(),
  parallelSyncs: z.number().int(),
});
export type MonitorSettings = Readonly<z.infer<typeof MonitorSettings>>;

/** One change, or one proof, of a plan. A step holds everything that it needs, but no secret: the adapters add those. */
export const Step = z.discriminatedUnion("kind", [
  /** `REPLICAOF NO ONE`. */
  z.object({ kind: z.literal("promote"), redis: Member }),
  /** `REPLICAOF host port` on each, then wait for their links. */
  z.object({ kind: z.literal("follow"), redises: z.array(Member), master: Member }),
  /** `SENTINEL FAILOVER` on one Sentinel: it still has a candidate that the lineage check agrees with. */
  z.object({ kind: z.literal("force-failover"), sentinel: Member, masterName: z.string(), expected: Member }),
  /** `SENTINEL REMOVE` on all, *before* any `MONITOR`: else a peer's higher epoch switches the first one back. */
  z.object({ kind: z.literal("forget-master"), sentinels: z.array(Member), masterName: z.string() }),
  /** `SENTINEL MONITOR` and `SET` of every option on each. */
  z.object({ kind: z.literal("monitor"), sentinels: z.array(Member), master: Member, settings: MonitorSettings }),
  /** By exec: write a configuration and start a Sentinel in pods whose start script waits for ever. */
  z.object({
    kind: z.literal("start-sentinel"),
    sentinels: z.array(Member),
    master: Member,
    settings: MonitorSettings,
  }),
  /** The label by which a Service finds the master: off the others first, then on. */
  z.object({ kind: z.literal("label-master"), master: Member, others: z.array(Member), label: z.string() }),
  /** A planned hand-over: pause writes, wait until `to` has everything, promote it; all others follow, all Sentinels are told. */
  z.object({
    kind: z.literal("switch-over"),
    from: Member,
    to: Member,
    followers: z.array(Member),
    sentinels: z.array(Member),
    settings: MonitorSettings,
    /** Writes are paused for no longer than this. */
    pauseMs: z.number().int(),
  }),
  /** In place of a master whose process is proven dead: promote, have the others follow, tell the Sentinels. */
  z.object({
    kind: z.literal("take-over"),
    dead: Member,
    to: Member,
    followers: z.array(Member),
    sentinels: z.array(Member),
    settings: MonitorSettings,
  }),
  /** Proof: one master, links up, every Sentinel names it with exact lists, a marker read back from each replica. */
  z.object({
    kind: z.literal("verify"),
    master: Member,
    redises: z.array(Member),
    sentinels: z.array(Member),
    masterName: z.string(),
    /** One that died: it may be back as a replica by now, or not. */
    gone: Member.optional(),
  }),
  /** Proof: the same still holds after `forMs`: a late hello could have reverted a Sentinel. */
  z.object({ kind: z.literal("hold"), forMs: z.number().int() }),
  /** Those of a deployment, which touch objects of Kubernetes. */
  ...DeployStep.options,
]);
export type Step = Readonly<z.infer<typeof Step>>;

const deployKinds: readonly string[] = DeployStep.options.map(({ shape }) => shape.kind.value);

/** Whether a step is a deployment's: those are run and checked by runners of their own (`flows/deploy`). */
export function isDeployStep(step: Step): step is DeployStep {
  return deployKinds.includes(step.kind);
}
