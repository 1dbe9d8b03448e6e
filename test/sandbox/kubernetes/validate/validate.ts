import { isIPv4 } from "node:net";
import { type Fields, fieldsIn, isFields, type Manifest } from "../kube-object.ts";
import { duplicates, required, supported } from "./faults.ts";
import { type Fault, labelFaults, metadataFaults } from "./metadata.ts";
import { podSpecFaults, portFaults } from "./pod-spec.ts";
import { volumeClaimFaults } from "./volume-claim.ts";

const faultsOf: Readonly<Record<string, (object: Manifest) => readonly Fault[]>> = {
  Pod: ({ spec }) => podSpecFaults(fieldsIn(spec), "spec"),
  Service: ({ spec }) => serviceFaults(fieldsIn(spec)),
  StatefulSet: ({ spec }) => workloadFaults(fieldsIn(spec)),
  Deployment: ({ spec }) => workloadFaults(fieldsIn(spec)),
  ReplicaSet: ({ spec }) => workloadFaults(fieldsIn(spec)),
  ReplicationController: ({ spec }) => replicationControllerFaults(fieldsIn(spec)),
  PersistentVolumeClaim: ({ spec }) => volumeClaimFaults(fieldsIn(spec), "spec"),
  ConfigMap: keyFaults,
  Secret: keyFaults,
  Lease: ({ spec }) => {
    const seconds = fieldsIn(spec)["leaseDurationSeconds"];
    const message = `Invalid value: ${String(seconds)}: must be greater than 0`;
    return typeof seconds === "number" && seconds <= 0 ? [{ field: "spec.leaseDurationSeconds", message }] : [];
  },
  EndpointSlice: (slice) => supported(slice["addressType"], "addressType", ["IPv4", "IPv6", "FQDN"]),
};

/** All that a server would not take of an object that has its defaults. */
export function faultsIn(object: Manifest): readonly Fault[] {
  return [...metadataFaults(object), ...(faultsOf[object.kind]?.(object) ?? [])];
}

function serviceFaults(spec: Fields): readonly Fault[] {
  const ports = Array.isArray(spec["ports"]) ? spec["ports"].filter(isFields) : [];
  const isHeadless = spec["clusterIP"] === "None";
  const address = spec["clusterIP"];
  return [
    ...(ports.length === 0 && !isHeadless && spec["type"] !== "ExternalName" ? [required("spec.ports")] : []),
    ...ports.flatMap((port, index) => [
      ...(ports.length > 1 && !port["name"] ? [required(`spec.ports[${index}].name`)] : []),
      ...portFaults(port["port"], `spec.ports[${index}].port`),
      ...(typeof port["targetPort"] === "number"
        ? portFaults(port["targetPort"], `spec.ports[${index}].targetPort`)
        : []),
    ]),
    ...(ports.length > 1 ? duplicates(ports, "name", "spec.ports") : []),
    ...labelFaults(fieldsIn(spec["selector"]), "spec.selector"),
    ...(typeof address !== "string" || isHeadless || isIPv4(address)
      ? []
      : [
          {
            field: "spec.clusterIPs[0]",
            message: `Invalid value: ${JSON.stringify(address)}: must be a valid IP address`,
          },
        ]),
  ];
}

function workloadFaults(spec: Fields): readonly Fault[] {
  const selector = fieldsIn(fieldsIn(spec["selector"])["matchLabels"]);
  return [
    ...(isFields(spec["selector"]) ? [] : [required("spec.selector")]),
    ...replicaFaults(spec),
    ...templateFaults(spec, selector),
  ];
}

function replicationControllerFaults(spec: Fields): readonly Fault[] {
  const selector = fieldsIn(spec["selector"]);
  const isEmpty = Object.keys(selector).length === 0;
  return [...(isEmpty ? [required("spec.selector")] : []), ...replicaFaults(spec), ...templateFaults(spec, selector)];
}

function replicaFaults({ replicas }: Fields): readonly Fault[] {
  const message = `Invalid value: ${String(replicas)}: must be greater than or equal to 0`;
  return typeof replicas === "number" && replicas < 0 ? [{ field: "spec.replicas", message }] : [];
}

function templateFaults(spec: Fields, selector: Fields): readonly Fault[] {
  const template = fieldsIn(spec["template"]);
  const labels = fieldsIn(template["metadata"])["labels"];
  const pairs = Object.entries(selector);
  const isSelected = pairs.length > 0 && pairs.every(([key, value]) => fieldsIn(labels)[key] === value);
  const given = JSON.stringify(labels ?? null);
  const message = `Invalid value: ${given}: \`selector\` does not match template \`labels\``;
  const faults = podSpecFaults(
    withClaims(fieldsIn(template["spec"]), spec["volumeClaimTemplates"]),
    "spec.template.spec",
  );
  const policy = fieldsIn(template["spec"])["restartPolicy"];
  return [
    ...(isSelected ? [] : [{ field: "spec.template.metadata.labels", message }]),
    ...faults.filter(({ field }) => field !== "spec.template.spec.restartPolicy"),
    ...supported(policy, "spec.template.spec.restartPolicy", ["Always"]),
  ];
}

// A StatefulSet's claims are volumes that its containers may mount.
function withClaims(spec: Fields, templates: unknown): Fields {
  if (!Array.isArray(templates)) return spec;
  const names = templates.map((template) => fieldsIn(fieldsIn(template)["metadata"])["name"]);
  const volumes = Array.isArray(spec["volumes"])
    ? spec["volumes"].filter((volume) => !names.includes(fieldsIn(volume)["name"]))
    : [];
  return { ...spec, volumes: [...names.map((name) => ({ name })), ...volumes] };
}

function keyFaults({ data, binaryData }: Manifest): readonly Fault[] {
  const keys = [...Object.keys(fieldsIn(data)), ...Object.keys(fieldsIn(binaryData))];
  return keys
    .filter((key) => !/^[-._a-zA-Z0-9]+$/.test(key) || key.length > 253 || key === "." || key === "..")
    .map((key) => ({
      field: `data[${key}]`,
      message: `Invalid value: ${JSON.stringify(key)}: a valid config key must consist of alphanumeric characters, '-', '_' or '.'`,
    }));
}
