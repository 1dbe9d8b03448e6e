import { z } from "zod";
import { ObjectRef } from "./manifest.ts";

/** What of a group's objects one step applies. The runbook's numbers are in `describeDeployStep`. */
export const DeployPart = z.enum([
  "settings",
  "bootstrap",
  "sentinel-services",
  "redis-services",
  "sentinels",
  "master-service",
  "redises",
]);
export type DeployPart = z.infer<typeof DeployPart>;

/**
 * One step of a deployment. It names objects and holds none of them: what is applied is read from the files again, and
 * the plan's fingerprint binds to their content. No secret is in a step.
 */
export const DeployStep = z.discriminatedUnion("kind", [
  /** Server-side apply of each, then wait for what the part is there for. */
  z.object({
    kind: z.literal("apply-objects"),
    part: DeployPart,
    /** Below `k8s/redis-ha`: what a person would give to `kubectl apply -k`. */
    files: z.string(),
    objects: z.array(ObjectRef).readonly(),
  }),
  /** A Secret with a generated password, where there is none. */
  z.object({ kind: z.literal("make-password"), secret: z.string() }),
  /** A planned switchover from the bootstrap master to a Redis of the set; measures how long writes waited. */
  z.object({ kind: z.literal("retire-bootstrap"), pod: z.string() }),
  /** Deletes the bootstrap master's pod; never while it is master. */
  z.object({ kind: z.literal("remove-bootstrap"), objects: z.array(ObjectRef).readonly() }),
  /** One master, replicas in sync, CKQUORUM on every Sentinel, a marker written and read back through the Service. */
  z.object({
    kind: z.literal("prove-group"),
    redises: z.number().int(),
    sentinels: z.number().int(),
    /** False where the Service `redis` was there before: what it leads to is its maker's concern, and only told. */
    isServiceOurs: z.boolean(),
  }),
]);
export type DeployStep = Readonly<z.infer<typeof DeployStep>>;
