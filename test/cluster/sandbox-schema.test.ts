import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { requireKubeconfig } from "../contracts/real/real-kubernetes.ts";
import { typesFromOpenApi } from "../sandbox/kubernetes/schema/from-openapi.ts";

const documents = ["api/v1", "apis/apps/v1", "apis/discovery.k8s.io/v1", "apis/coordination.k8s.io/v1"].concat([
  "apis/policy/v1",
  "apis/networking.k8s.io/v1",
  "apis/autoscaling/v1",
]);
const core = ["Pod", "Service", "ConfigMap", "Secret", "Event", "ServiceAccount", "Namespace", "Node"].concat([
  "ReplicationController",
  "PersistentVolumeClaim",
]);
const kinds = [
  ...core.map((kind) => `io.k8s.api.core.v1.${kind}`),
  "io.k8s.api.apps.v1.StatefulSet",
  "io.k8s.api.apps.v1.Deployment",
  "io.k8s.api.apps.v1.ReplicaSet",
  "io.k8s.api.networking.v1.NetworkPolicy",
  "io.k8s.api.discovery.v1.EndpointSlice",
  "io.k8s.api.coordination.v1.Lease",
  "io.k8s.api.policy.v1.PodDisruptionBudget",
  "io.k8s.api.policy.v1.Eviction",
  "io.k8s.api.autoscaling.v1.Scale",
];
const Document = z.object({ components: z.object({ schemas: z.record(z.string(), z.unknown()) }) });

requireKubeconfig();

test("the sandbox's types are those that a Kubernetes of the same version tells of", () => {
  const schemas = documents.map((path) => {
    const text = execFileSync("kubectl", ["get", "--raw", `/openapi/v3/${path}`], {
      timeout: 20_000,
      maxBuffer: 2 ** 25,
    });
    return Document.parse(JSON.parse(text.toString("utf8"))).components.schemas;
  });
  const types = readFileSync(new URL("../sandbox/kubernetes/schema/types.txt", import.meta.url), "utf8");
  expect(typesFromOpenApi(Object.assign({}, ...schemas), kinds)).toBe(types);
});
