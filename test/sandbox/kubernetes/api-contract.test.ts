import { afterAll, beforeAll, describe } from "vitest";
import { type Clients, clientsOf, type Suite } from "../../contracts/kubernetes-api/clients.ts";
import { describeObjects } from "../../contracts/kubernetes-api/objects.ts";
import { describePatches } from "../../contracts/kubernetes-api/patches.ts";
import { describeWatch } from "../../contracts/kubernetes-api/watch.ts";
import type { KubernetesUnderTest } from "../../contracts/kubernetes-under-test.ts";
import { underTest } from "../../contracts/sandbox-kubernetes.ts";
import { startApiUnderTest } from "./api-under-test.ts";

// The parts of the contract that need no pod to run: a kubelet that is broken must not hide what the API server does.
describe("the Kubernetes API of the sandbox without a kubelet", () => {
  let kubernetes: KubernetesUnderTest;
  let admin: Clients;
  beforeAll(async () => {
    kubernetes = underTest((await startApiUnderTest()).server);
    admin = clientsOf(kubernetes.kubeConfigFor("admin"));
  });
  afterAll(() => kubernetes.stop());
  const suite: Suite = { kubernetes: () => kubernetes, admin: () => admin };
  describeObjects(suite);
  describePatches(suite);
  describeWatch(suite);
});
