import { z } from "zod";
import { newObject } from "../api/new-object.ts";
import { type Fields, fieldsIn, type KubeObject } from "../kube-object.ts";
import { resourceNamed } from "../resources.ts";
import type { Store } from "../store.ts";

const Template = z.looseObject({
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).optional() }),
  spec: z.looseObject({}),
});
export const ClaimTemplates = z.array(Template).default([]);
type Templates = z.infer<typeof ClaimTemplates>;

/**
 * Makes those claims of a StatefulSet's pod that are not there; they belong to nobody, so that they outlive the set. Answers the
 * pod's volumes: each claim in the place of a volume of its name.
 */
export function claimVolumes(
  store: Store,
  set: KubeObject,
  pod: { readonly name: string; readonly templates: Templates; readonly volumes: unknown },
): readonly Fields[] {
  const claims = pod.templates.map((template) => {
    const { name } = template.metadata;
    const claimName = `${name}-${pod.name}`;
    makeClaim(store, set, claimName, template);
    return { name, persistentVolumeClaim: { claimName } };
  });
  const others = Array.isArray(pod.volumes) ? pod.volumes.map(fieldsIn) : [];
  return [...claims, ...others.filter((volume) => claims.every(({ name }) => name !== volume["name"]))];
}

function makeClaim(store: Store, set: KubeObject, name: string, { metadata, spec }: Templates[number]): void {
  const { namespace = "" } = set.metadata;
  if (store.read("persistentvolumeclaims", namespace, name) !== undefined) return;
  const selected = z
    .record(z.string(), z.string())
    .default({})
    .parse(fieldsIn(fieldsIn(set["spec"])["selector"])["matchLabels"]);
  const manifest = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { ...metadata, name, namespace, labels: { ...metadata.labels, ...selected } },
    spec,
  };
  const resource = resourceNamed("persistentvolumeclaims");
  store.write(resource.plural, newObject({ now: () => new Date() }, resource, manifest, namespace));
}
