import { type Fields, fieldsIn } from "../kube-object.ts";
import { each } from "./container.ts";
import { podSpecDefaults } from "./pod-spec.ts";
import { claimTemplateDefaults } from "./volume-claim.ts";

export function statefulSetDefaults(spec: Fields): Fields {
  const strategy = fieldsIn(spec["updateStrategy"]);
  const rolling = { rollingUpdate: { partition: 0, ...fieldsIn(strategy["rollingUpdate"]) } };
  const type = strategy["type"] ?? "RollingUpdate";
  return {
    replicas: 1,
    podManagementPolicy: "OrderedReady",
    revisionHistoryLimit: 10,
    serviceName: "",
    ...spec,
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: "Retain",
      whenScaled: "Retain",
      ...fieldsIn(spec["persistentVolumeClaimRetentionPolicy"]),
    },
    updateStrategy: { ...strategy, type, ...(type === "RollingUpdate" && rolling) },
    template: templateDefaults(spec["template"]),
    ...each(spec, "volumeClaimTemplates", claimTemplateDefaults),
  };
}

export function deploymentDefaults(spec: Fields): Fields {
  const strategy = fieldsIn(spec["strategy"]);
  const type = strategy["type"] ?? "RollingUpdate";
  const rolling = { maxUnavailable: "25%", maxSurge: "25%", ...fieldsIn(strategy["rollingUpdate"]) };
  return {
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    ...spec,
    strategy: { ...strategy, type, ...(type === "RollingUpdate" && { rollingUpdate: rolling }) },
    template: templateDefaults(spec["template"]),
  };
}

export function replicaSetDefaults(spec: Fields): Fields {
  return { replicas: 1, ...spec, template: templateDefaults(spec["template"]) };
}

/** Its selector, where it has none, is its template's labels. */
export function replicationControllerDefaults(spec: Fields): Fields {
  const template = templateDefaults(spec["template"]);
  const labels = fieldsIn(template["metadata"])["labels"];
  return { replicas: 1, ...(labels === undefined ? {} : { selector: labels }), ...spec, template };
}

function templateDefaults(template: unknown): Fields {
  const fields = fieldsIn(template);
  return { ...fields, spec: podSpecDefaults(fieldsIn(fields["spec"])) };
}
