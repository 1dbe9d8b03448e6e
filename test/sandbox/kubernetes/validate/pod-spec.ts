import { type Fields, isFields } from "../kube-object.ts";
import { duplicates, required, supported } from "./faults.ts";
import type { Fault } from "./metadata.ts";
import { labelFaults } from "./names.ts";

/** What is wrong with a pod's spec, its own or a template's; `path` is where the spec is. */
export function podSpecFaults(spec: Fields, path: string): readonly Fault[] {
  const volumes = items(spec["volumes"]);
  const containers = items(spec["containers"]);
  if (containers.length === 0) return [required(`${path}.containers`)];
  const names = new Set(volumes.map(({ name }) => name));
  return [
    ...volumes.flatMap(({ name }, index) => nameFault(name, `${path}.volumes[${index}].name`)),
    ...duplicates(volumes, "name", `${path}.volumes`),
    ...containers.flatMap((each, index) => containerFaults(each, `${path}.containers[${index}]`, names)),
    ...duplicates(containers, "name", `${path}.containers`),
    ...items(spec["initContainers"]).flatMap((each, index) =>
      containerFaults(each, `${path}.initContainers[${index}]`, names),
    ),
    ...supported(spec["restartPolicy"], `${path}.restartPolicy`, ["Always", "OnFailure", "Never"]),
  ];
}

function containerFaults(container: Fields, path: string, volumes: ReadonlySet<unknown>): readonly Fault[] {
  const { name, image } = container;
  return [
    ...nameFault(name, `${path}.name`),
    ...(typeof image === "string" && image !== "" ? [] : [required(`${path}.image`)]),
    ...items(container["env"]).flatMap((variable, index) => variableFaults(variable, `${path}.env[${index}]`)),
    ...items(container["ports"]).flatMap((port, index) =>
      portFaults(port["containerPort"], `${path}.ports[${index}].containerPort`),
    ),
    ...items(container["volumeMounts"]).flatMap((mount, index) =>
      mountFaults(mount, `${path}.volumeMounts[${index}]`, volumes),
    ),
    ...["livenessProbe", "readinessProbe", "startupProbe"].flatMap((probe) =>
      handlerFaults(container[probe], `${path}.${probe}`),
    ),
  ];
}

export function portFaults(port: unknown, field: string): readonly Fault[] {
  if (typeof port === "number" && port >= 1 && port <= 65_535) return [];
  const message = `Invalid value: ${JSON.stringify(port ?? 0)}: must be between 1 and 65535, inclusive`;
  return [{ field, message }];
}

function nameFault(name: unknown, field: string): readonly Fault[] {
  return typeof name === "string" && name !== "" ? labelFaults(name, field) : [required(field)];
}

function variableFaults(variable: Fields, path: string): readonly Fault[] {
  if (!variable["name"]) return [required(`${path}.name`)];
  if (!variable["value"] || !isFields(variable["valueFrom"])) return [];
  const message = 'Invalid value: "": may not be specified when `value` is not empty';
  return [{ field: `${path}.valueFrom`, message }];
}

function mountFaults({ name, mountPath }: Fields, path: string, volumes: ReadonlySet<unknown>): readonly Fault[] {
  if (!mountPath) return [required(`${path}.mountPath`)];
  if (volumes.has(name)) return [];
  return [{ field: `${path}.name`, reason: "FieldValueNotFound", message: `Not found: ${JSON.stringify(name)}` }];
}

function handlerFaults(probe: unknown, field: string): readonly Fault[] {
  if (!isFields(probe) || ["exec", "tcpSocket", "httpGet", "grpc"].some((handler) => isFields(probe[handler])))
    return [];
  return [{ field, reason: "FieldValueRequired", message: "Required value: must specify a handler type" }];
}

function items(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}
