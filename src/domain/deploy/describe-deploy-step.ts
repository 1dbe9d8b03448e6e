import type { StepText } from "../plans/step-text.ts";
import type { DeployPart, DeployStep } from "./deploy-step.ts";
import { objectText } from "./manifest.ts";

type Place = { readonly namespace: string; readonly masterName: string };

/** A step of a deployment in words, with the runbook's own number, and as a person would type it. */
export function describeDeployStep(step: DeployStep, { namespace, masterName }: Place): StepText {
  const kubectl = (words: string) => `kubectl -n ${namespace} ${words}`;
  switch (step.kind) {
    case "apply-objects":
      return {
        text: partTexts[step.part],
        commands: [
          `${kubectl(`apply --server-side --field-manager=redis-ha-bot -k k8s/redis-ha/${step.files}`)} # of it: ${step.objects.map(objectText).join(", ")}`,
          ...waitLines(step.part).map(kubectl),
        ],
      };
    case "make-password":
      return {
        text: `Generate a password into the Secret ${step.secret}: there is none`,
        commands: [kubectl(`create secret generic ${step.secret} --from-literal=password="$(openssl rand -hex 24)"`)],
      };
    case "retire-bootstrap":
      return {
        text: `7. Hand over from the bootstrap master ${step.pod} to a Redis of the set, and measure how long writes wait`,
        commands: [
          kubectl(`exec ${step.pod} -c redis -- redis-cli client pause 5000 write`),
          kubectl(
            "exec redis-0 -c redis -- redis-cli replicaof no one # once its offset is the master's; the others follow it",
          ),
        ],
      };
    case "remove-bootstrap":
      return {
        text: "7. Delete the bootstrap master, which is master no more",
        commands: [
          kubectl(`delete ${step.objects.map(({ kind, name }) => `${kind.toLowerCase()}/${name}`).join(" ")}`),
        ],
      };
    case "prove-group":
      return {
        text: proofText(step),
        commands: [
          ...(step.sentinels === 0
            ? []
            : [kubectl(`exec redis-sentinel-0 -c sentinel -- redis-cli -p 26379 sentinel ckquorum ${masterName}`)]),
          kubectl("exec redis-0 -c redis -- redis-cli -h redis set redis-ha-bot:marker now ex 60"),
        ],
      };
  }
}

const partTexts: Readonly<Record<DeployPart, string>> = {
  settings: "Apply what the pods need before they start: settings, scripts, rules",
  bootstrap: "1. Start the bootstrap master, so that the others have somebody to follow",
  "sentinel-services": "2. Apply the Services of the Sentinels",
  sentinels: "3. Apply the Sentinels' StatefulSet, and wait until each answers",
  "redis-services": "4. Apply the Services of the Redis pods, before the sets whose pods look for them",
  "master-service": "5. Apply what leads clients to the master: there is no Service redis yet, or it is ours",
  redises: "6. Apply the Redis StatefulSet, and wait until all of it is replicated",
};

function waitLines(part: DeployPart): readonly string[] {
  switch (part) {
    case "sentinels":
      return ["exec redis-sentinel-0 -c sentinel -- redis-cli -p 26379 ping"];
    case "redises":
      return ["rollout status statefulset/redis", "exec redis-0 -c redis -- redis-cli info replication"];
    case "bootstrap":
      return ["exec redis-master -c redis -- redis-cli role"];
    case "settings":
    case "sentinel-services":
    case "redis-services":
    case "master-service":
      return [];
  }
}

function proofText({ redises, sentinels }: DeployStep & { readonly kind: "prove-group" }): string {
  const replicas = redises > 1 ? `${redises - 1} replicas in sync, ` : "";
  const quorum = sentinels > 0 ? "CKQUORUM on every Sentinel, " : "";
  return `Prove it: one master, ${replicas}${quorum}a marker written and read back through the Service redis`;
}
