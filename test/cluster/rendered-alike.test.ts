import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { Manifest } from "../../src/domain/deploy/manifest.ts";
import { renderKustomization } from "../../src/kubernetes/render-kustomization.ts";

const byName = (objects: readonly Manifest[]) =>
  Object.fromEntries(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]));

function kubectlRenders(folder: string): readonly Manifest[] {
  const text = execFileSync("kubectl", ["kustomize", folder], { encoding: "utf8", timeout: 20_000 });
  return parseAllDocuments(text).map((document) => Manifest.parse(document.toJS()));
}

test.each([
  ...["redis-ha", "redis-ha/bootstrap", "bot", "bot/watched", "bot/deploys"],
  ...["staging", "production", "single", "persistent"].map((overlay) => `redis-ha/overlays/${overlay}`),
])("kubectl renders k8s/%s as we do", (name) => {
  const folder = fileURLToPath(new URL(`../../k8s/${name}`, import.meta.url));
  expect(byName(renderKustomization(folder))).toEqual(byName(kubectlRenders(folder)));
});

const set = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: redis, labels: { a: b } }
spec:
  replicas: 3
  template:
    spec:
      initContainers: [{ name: first, image: redis }]
      containers:
        - name: redis
          image: redis
          args: [one, two]
          env: [{ name: A, value: "1" }, { name: B, value: "2" }]
          ports: [{ containerPort: 6379, name: redis }]
          volumeMounts: [{ name: data, mountPath: /data }, { name: conf, mountPath: /conf }]
        - { name: side, image: "other:1" }
      volumes: [{ name: data, emptyDir: {} }, { name: conf, emptyDir: {} }]
---
apiVersion: v1
kind: Service
metadata: { name: redis }
spec: { selector: { a: b }, ports: [{ port: 6379, name: redis }] }
---
apiVersion: v1
kind: Service
metadata: { name: redis-1 }
spec: { selector: { a: b }, ports: [{ port: 6379, name: redis }] }
`;

const header = (kind: string, version: string) => `apiVersion: kustomize.config.k8s.io/${version}\nkind: ${kind}\n`;
const files: Readonly<Record<string, string>> = {
  "base/set.yml": set,
  "base/settings.conf": "one\n",
  "base/kustomization.yml": `${header("Kustomization", "v1beta1")}
resources: [set.yml]
images: [{ name: redis, newName: mirror/redis, newTag: 7.0.15 }]
configMapGenerator: [{ name: settings, literals: [A=1, B=2], files: [settings.conf, named=settings.conf] }]
generatorOptions: { disableNameSuffixHash: true, labels: { x: here } }
`,
  "component/kustomization.yml": `${header("Component", "v1alpha1")}
patches:
  - target: { kind: Service, name: "redis-[0-9]" }
    patch: '[{ "op": "replace", "path": "/spec/ports/0/port", "value": 7000 }, { "op": "add", "path": "/metadata/labels", "value": { "c~d": "e" } }]'
`,
  "overlay/patch.yml": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: redis, annotations: { "redis-ha/assisted-failover": "on" } }
spec:
  replicas: 1
  template:
    spec:
      initContainers: null
      containers:
        - name: redis
          args: [three]
          env: [{ name: B, value: "3" }, { name: C, value: "4" }, { name: A, $patch: delete }]
          resources: { limits: { memory: 1Gi } }
          volumeMounts: [{ name: more, mountPath: /more }]
        - { name: side, $patch: delete }
      volumes: [{ name: data, emptyDir: { sizeLimit: 1Gi } }, { name: more, emptyDir: {} }]
`,
  "overlay/kustomization.yml": `${header("Kustomization", "v1beta1")}
resources: [../base]
components: [../component]
patches:
  - path: patch.yml
  - patch: |-
      $patch: delete
      apiVersion: v1
      kind: Service
      metadata: { name: redis }
  - target: { kind: StatefulSet }
    patch: |-
      - { op: add, path: /spec/template/spec/volumes/-, value: { name: last, emptyDir: {} } }
      - { op: remove, path: /metadata/labels/a }
configMapGenerator: [{ name: settings, behavior: merge, literals: [B=3, C=4] }]
generatorOptions: { disableNameSuffixHash: true }
`,
};

test("kubectl renders patches, components, images and merged config maps as we do", () => {
  const folder = mkdtempSync(join(tmpdir(), "kustomization-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const overlay = join(folder, "overlay");
    expect(byName(renderKustomization(overlay))).toEqual(byName(kubectlRenders(overlay)));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
