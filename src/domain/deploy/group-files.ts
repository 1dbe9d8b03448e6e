import { z } from "zod";
import type { DeployPart } from "./deploy-step.ts";
import type { Manifest } from "./manifest.ts";

/** The rendered files of one group. */
export type GroupFiles = {
  /** The overlay's folder below `k8s/redis-ha/overlays`. */
  readonly overlay: string;
  readonly objects: readonly Manifest[];
  /** The bootstrap master and what it needs; a kustomization of its own. */
  readonly bootstrap: readonly Manifest[];
  /** SHA-256 of all of it, in hex. */
  readonly digest: string;
};

/** Set on the StatefulSet `redis` where the bot deploys it: the bot may start a failover on proof of a master's death. */
const assistedFailover = { "redis-ha/assisted-failover": "on" };

/** The files' objects as the bot applies them. */
export function objectsOf({ objects }: GroupFiles): readonly Manifest[] {
  return objects.map((object) => {
    if (object.kind !== "StatefulSet" || partOf(object) !== "redises") return object;
    const annotations = { ...object.metadata.annotations, ...assistedFailover };
    return { ...object, metadata: { ...object.metadata, annotations } };
  });
}

/** Which step applies an object. What pods need before they start, and what is of no pod, comes first. */
export function partOf({ kind, metadata }: Manifest): DeployPart {
  const isSentinels = metadata.labels?.["app.kubernetes.io/component"] === "sentinel";
  switch (kind) {
    case "Service":
      if (metadata.name === "redis") return "master-service";
      return isSentinels ? "sentinel-services" : "redis-services";
    case "StatefulSet":
      return isSentinels ? "sentinels" : "redises";
    case "Deployment":
      return "master-service";
    default:
      return "settings";
  }
}

const SetSpec = z.object({
  replicas: z.number().default(1),
  template: z.looseObject({
    metadata: z.looseObject({}).optional(),
    spec: z.looseObject({ containers: z.array(z.unknown()) }),
  }),
});

/** How many Redis servers and Sentinels the files ask for. */
export function wantedBy(objects: readonly Manifest[]): { readonly redises: number; readonly sentinels: number } {
  const sum = (part: DeployPart) =>
    setsOf(objects)
      .filter((set) => partOf(set) === part)
      .reduce((all, set) => all + SetSpec.parse(set["spec"]).replicas, 0);
  return { redises: sum("redises"), sentinels: sum("sentinels") };
}

function setsOf(objects: readonly Manifest[]): readonly Manifest[] {
  return objects.filter(({ kind }) => kind === "StatefulSet");
}

/**
 * One pod of each set, to be tried and never stored: a quota and the rules of admission are about pods, and a set whose
 * pods are refused is itself taken without a word.
 */
export function trialPods(objects: readonly Manifest[]): readonly Manifest[] {
  return setsOf(objects).map((set) => {
    const { template } = SetSpec.parse(set["spec"]);
    const metadata = { ...template.metadata, name: `${set.metadata.name}${trialSuffix}` };
    return { apiVersion: "v1", kind: "Pod", metadata, spec: template.spec };
  });
}

const trialSuffix = "-rehearsal";

/** The set that a trial pod stands for. */
export function setOfTrial({ kind, name }: { readonly kind: string; readonly name: string }): string | undefined {
  return kind === "Pod" && name.endsWith(trialSuffix) ? name.slice(0, -trialSuffix.length) : undefined;
}

const Env = z.array(z.object({ name: z.string(), value: z.string().optional() }));
const Containers = z.array(z.looseObject({ env: Env.default([]) }));

/** The name that Sentinel will know the master by, as the Redis container is told. */
export function masterNameIn(objects: readonly Manifest[], namespace: string): string {
  const set = setsOf(objects).find((one) => partOf(one) === "redises");
  const containers = set === undefined ? [] : Containers.parse(SetSpec.parse(set["spec"]).template.spec.containers);
  const value = containers.flatMap(({ env }) => env).find(({ name }) => name === "MASTER_NAME")?.value;
  const configured = objects.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "redis-ha")?.data;
  return (value ?? configured?.["MASTER_NAME"] ?? namespace).replace("$(POD_NAMESPACE)", namespace);
}
