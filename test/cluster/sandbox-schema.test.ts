import { readFileSync } from "node:fs";
import { KubeConfig } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { z } from "zod";
import { typesFromOpenApi } from "../sandbox/kubernetes/schema/from-openapi.ts";

const documents = ["api/v1", "apis/apps/v1", "apis/discovery.k8s.io/v1", "apis/coordination.k8s.io/v1"].concat([
  "apis/policy/v1",
  "apis/autoscaling/v1",
]);
const core = ["Pod", "Service", "ConfigMap", "Secret", "Event", "ServiceAccount", "Namespace", "Node"];
const kinds = [
  ...[...core, "ReplicationController"].map((kind) => `io.k8s.api.core.v1.${kind}`),
  "io.k8s.api.apps.v1.StatefulSet",
  "io.k8s.api.discovery.v1.EndpointSlice",
  "io.k8s.api.coordination.v1.Lease",
  "io.k8s.api.policy.v1.PodDisruptionBudget",
  "io.k8s.api.autoscaling.v1.Scale",
];
const Document = z.object({ components: z.object({ schemas: z.record(z.string(), z.unknown()) }) });

test.skipIf(process.env["KUBECONFIG"] === undefined)(
  "the sandbox's types are those that a Kubernetes of the same version tells of",
  async () => {
    const config = new KubeConfig();
    config.loadFromDefault();
    const server = config.getCurrentCluster()?.server ?? "";
    const schemas = await Promise.all(
      documents.map(async (path) => {
        const options = await config.applyToFetchOptions({ method: "GET" });
        const response = await fetch(`${server}/openapi/v3/${path}`, options);
        return Document.parse(await response.json()).components.schemas;
      }),
    );
    const types = readFileSync(new URL("../sandbox/kubernetes/schema/types.txt", import.meta.url), "utf8");
    expect(typesFromOpenApi(Object.assign({}, ...schemas), kinds)).toBe(types);
  },
);
