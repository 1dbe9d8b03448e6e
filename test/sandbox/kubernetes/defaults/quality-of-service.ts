import { type Fields, fieldsIn, isFields } from "../kube-object.ts";

/** A pod's class: Guaranteed where all limits are set and requested, BestEffort where nothing is, Burstable between. */
export function qualityOfService(spec: Fields): "Guaranteed" | "Burstable" | "BestEffort" {
  const containers = [spec["initContainers"], spec["containers"]].flat().filter(isFields);
  const resources = containers.map((container) => fieldsIn(container["resources"]));
  if (resources.every((each) => !hasCompute(each["requests"]) && !hasCompute(each["limits"]))) return "BestEffort";
  return resources.every(isGuaranteed) ? "Guaranteed" : "Burstable";
}

function hasCompute(list: unknown): boolean {
  return ["cpu", "memory"].some((name) => fieldsIn(list)[name] !== undefined);
}

function isGuaranteed(resources: Fields): boolean {
  const [limits, requests] = [fieldsIn(resources["limits"]), fieldsIn(resources["requests"])];
  return ["cpu", "memory"].every((name) => limits[name] !== undefined && requests[name] === limits[name]);
}
