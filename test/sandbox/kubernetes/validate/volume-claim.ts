import { type Fields, fieldsIn } from "../kube-object.ts";
import { required, supported } from "./faults.ts";
import type { Fault } from "./metadata.ts";

const accessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

export function volumeClaimFaults(spec: Fields, path: string): readonly Fault[] {
  const modes = Array.isArray(spec["accessModes"]) ? spec["accessModes"] : [];
  const { storage } = fieldsIn(fieldsIn(spec["resources"])["requests"]);
  const noMode = { ...required(`${path}.accessModes`), message: "Required value: at least 1 access mode is required" };
  return [
    ...(modes.length === 0 ? [noMode] : []),
    ...modes.flatMap((mode) => supported(mode, `${path}.accessModes`, accessModes)),
    ...(storage === undefined ? [required(`${path}.resources[storage]`)] : []),
  ];
}
