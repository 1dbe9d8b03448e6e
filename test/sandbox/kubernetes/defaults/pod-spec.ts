import { type Fields, isFields } from "../kube-object.ts";
import { containerDefaults, each } from "./container.ts";

/** The defaults of a pod's spec, whether the pod's own or a template's. */
export function podSpecDefaults(spec: Fields): Fields {
  return {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    securityContext: {},
    schedulerName: "default-scheduler",
    ...spec,
    ...sameServiceAccount(spec),
    ...each(spec, "volumes", volumeDefaults),
    ...each(spec, "initContainers", containerDefaults),
    ...each(spec, "containers", containerDefaults),
  };
}

/** What only a pod itself gets: by default, and by the admission of a cluster as it is installed. */
export function ownPodSpecDefaults(spec: Fields): Fields {
  const account = { serviceAccountName: "default", serviceAccount: "default" };
  const priority = { priority: 0, preemptionPolicy: "PreemptLowerPriority" };
  return podSpecDefaults({ enableServiceLinks: true, ...account, ...priority, ...spec });
}

// The field's old name is kept alike.
function sameServiceAccount(spec: Fields): Fields {
  const name = spec["serviceAccountName"] ?? spec["serviceAccount"];
  return name === undefined ? {} : { serviceAccountName: name, serviceAccount: name };
}

function volumeDefaults(volume: Fields): Fields {
  if (Object.keys(volume).every((field) => field === "name")) return { ...volume, emptyDir: {} };
  const files = ["configMap", "secret", "projected", "downwardAPI"].flatMap((kind) => {
    const source = volume[kind];
    return isFields(source) ? [[kind, { defaultMode: 0o644, ...source }]] : [];
  });
  return { ...volume, ...Object.fromEntries(files) };
}
