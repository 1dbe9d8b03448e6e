import { afterAll, beforeAll, describe } from "vitest";
import { type Clients, clientsOf, type Suite } from "./kubernetes-api/clients.ts";
import { describeContainers } from "./kubernetes-api/containers.ts";
import { describeControllers } from "./kubernetes-api/controllers.ts";
import { describeDeletion } from "./kubernetes-api/deletion.ts";
import { describeDeployments } from "./kubernetes-api/deployments.ts";
import { describeDisruptions } from "./kubernetes-api/disruptions.ts";
import { describeEnvironment } from "./kubernetes-api/environment.ts";
import { describeExec } from "./kubernetes-api/exec.ts";
import { describeObjects } from "./kubernetes-api/objects.ts";
import { describePatches } from "./kubernetes-api/patches.ts";
import { describeRights } from "./kubernetes-api/rights.ts";
import { describeScheduling } from "./kubernetes-api/scheduling.ts";
import { describeServices } from "./kubernetes-api/services.ts";
import { describeVolumeClaims } from "./kubernetes-api/volume-claims.ts";
import { describeWatch } from "./kubernetes-api/watch.ts";
import type { KubernetesUnderTest } from "./kubernetes-under-test.ts";

/**
 * What any Kubernetes that the bot is run or tested against must do, asked through the vendor's own client. Each group
 * makes a namespace of its own. Pods only run `sh`, `redis-server` and `redis-cli`.
 */
export function kubernetesApiContract(name: string, start: () => Promise<KubernetesUnderTest>): void {
  describe(`the Kubernetes API of ${name}`, () => {
    let kubernetes: KubernetesUnderTest | undefined;
    let admin: Clients | undefined;
    beforeAll(async () => {
      kubernetes = await start();
      admin = clientsOf(kubernetes.kubeConfigFor("admin"));
    });
    afterAll(() => kubernetes?.stop());
    const suite: Suite = { kubernetes: () => started(kubernetes), admin: () => started(admin) };
    describeObjects(suite);
    describePatches(suite);
    describeWatch(suite);
    describeRights(suite);
    describeExec(suite);
    describeContainers(suite);
    describeDeletion(suite);
    describeControllers(suite);
    describeDeployments(suite);
    describeDisruptions(suite);
    describeScheduling(suite);
    describeVolumeClaims(suite);
    describeServices(suite);
    describeEnvironment(suite);
  });
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the Kubernetes under test did not start");
  return value;
}
