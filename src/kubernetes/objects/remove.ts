import { Fault } from "../../domain/fault.ts";
import type { ObjectStore } from "../../flows/object-ports.ts";
import type { ObjectDeps } from "./live-object.ts";
import { objectPath } from "./object-path.ts";

/** The uid makes sure that a successor of the same name stays. */
export function createRemove({ call, send }: ObjectDeps): ObjectStore["remove"] {
  return async function remove(namespace, { uid, ...object }, signal) {
    const path = objectPath(namespace, object);
    const json = { kind: "DeleteOptions", apiVersion: "v1", preconditions: { uid }, propagationPolicy: "Background" };
    const body = { contentType: "application/json", json };
    const what = `deleting the ${object.kind} ${namespace}/${object.name}`;
    try {
      await call(what, (_, limit) => send({ method: "DELETE", path, body, signal: limit }), signal);
    } catch (error) {
      if (!(error instanceof Fault && error.code === "kubernetes-not-found")) throw error;
    }
  };
}
