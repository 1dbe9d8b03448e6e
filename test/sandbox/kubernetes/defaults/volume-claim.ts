import { type Fields, fieldsIn } from "../kube-object.ts";

/** What a server fills in of a claim's spec. */
export function volumeClaimDefaults(spec: Fields): Fields {
  return { storageClassName: "local", ...claimTemplateSpec(spec) };
}

/** A template of a claim has no class of storage before it becomes one. */
export function claimTemplateDefaults(template: Fields): Fields {
  return {
    kind: "PersistentVolumeClaim",
    apiVersion: "v1",
    ...template,
    spec: claimTemplateSpec(fieldsIn(template["spec"])),
    status: { phase: "Pending" },
  };
}

function claimTemplateSpec(spec: Fields): Fields {
  return { volumeMode: "Filesystem", ...spec };
}
