import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { renderKustomization } from "../../src/kubernetes/render-kustomization.ts";
import type { KubernetesUnderTest } from "../contracts/kubernetes-under-test.ts";
import { startRealKubernetes } from "../contracts/real/real-kubernetes.ts";

// Pod Security looks at pods: of a StatefulSet or Deployment it only warns, and nothing says so until its pods don't come.
const Workload = z.looseObject({ template: z.looseObject({ metadata: z.looseObject({}), spec: z.looseObject({}) }) });
const folder = (name: string) => fileURLToPath(new URL(`../../k8s/redis-ha/${name}`, import.meta.url));
const kustomizations = [
  "bootstrap",
  ...["staging", "production", "single", "persistent"].map((name) => `overlays/${name}`),
];

let kubernetes: KubernetesUnderTest;
let namespace = "";
beforeAll(async () => {
  kubernetes = await startRealKubernetes();
  namespace = await kubernetes.freshNamespace();
  const levels = ["enforce", "warn"].map((mode) => `pod-security.kubernetes.io/${mode}=restricted`);
  kubectl(["label", "namespace", namespace, ...levels]);
});
afterAll(() => kubernetes?.stop());

function kubectl(args: readonly string[], input?: string): string {
  return execFileSync("kubectl", args, {
    encoding: "utf8",
    timeout: 60_000,
    stdio: "pipe",
    ...(input !== undefined && { input }),
  });
}

const rehearse = ["--namespace", "", "--dry-run=server", "--validate=strict", "--warnings-as-errors", "-o", "name"];

test.each(kustomizations)("%s is taken without a warning where Pod Security `restricted` is enforced", (name) => {
  const args = rehearse.with(1, namespace);
  const taken = kubectl(["apply", ...args, "-k", folder(name)])
    .trim()
    .split("\n");
  expect(taken).toHaveLength(renderKustomization(folder(name)).length);
});

test.each(kustomizations)("every pod of %s is taken there, too", (name) => {
  const pods = renderKustomization(folder(name)).flatMap((object) => {
    if (object.kind === "Pod") return [object];
    const workload = Workload.safeParse(object["spec"]);
    if (!workload.success) return [];
    const { metadata, spec } = workload.data.template;
    return [
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { ...metadata, name: object.metadata.name },
        spec: withClaims(spec, object["spec"]),
      },
    ];
  });
  expect(pods.length).toBeGreaterThan(0);
  const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: pods });
  kubectl(["create", ...rehearse.with(1, namespace), "-f", "-"], list);
});

/** The volumes that a StatefulSet's controller adds for its claims. */
function withClaims(pod: object, set: unknown): object {
  const { volumeClaimTemplates = [] } = z
    .looseObject({
      volumeClaimTemplates: z.array(z.looseObject({ metadata: z.looseObject({ name: z.string() }) })).optional(),
    })
    .parse(set);
  const claims = volumeClaimTemplates.map(({ metadata: { name } }) => ({
    name,
    persistentVolumeClaim: { claimName: name },
  }));
  const { volumes } = z.looseObject({ volumes: z.array(z.unknown()) }).parse(pod);
  return { ...pod, volumes: [...volumes, ...claims] };
}
