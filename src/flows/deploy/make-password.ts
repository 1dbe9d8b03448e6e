import type { ObjectStore } from "../object-ports.ts";
import type { StepContext } from "../perform-step.ts";
import type { Cluster } from "../ports.ts";
import type { DeployDeps } from "./deploy-deps.ts";

/** Makes the Secret where the namespace has no password. One that is there is never changed. Says what it did. */
export async function makePassword(
  deps: {
    readonly cluster: Cluster;
    readonly objects: ObjectStore;
    readonly reader: DeployDeps["reader"];
    readonly newPassword: () => string;
  },
  {
    secret,
    namespace,
    tell,
  }: { readonly secret: string; readonly namespace: string; readonly tell: StepContext["tell"] },
): Promise<string> {
  if ((await deps.cluster.readPassword(namespace)) !== undefined) return `Secret ${secret} was there`;
  const password = Buffer.from(deps.newPassword()).toString("base64");
  const labels = { "app.kubernetes.io/name": "redis-ha" };
  const manifest = { apiVersion: "v1", kind: "Secret", metadata: { name: secret, labels }, data: { password } };
  await deps.objects.apply(namespace, manifest);
  deps.reader.forgetPassword(namespace);
  await tell("kubernetes-call", `apply Secret ${secret} -> made, with a generated password`);
  return `made Secret ${secret}`;
}
