import type { Manifest } from "../../domain/deploy/manifest.ts";
import { refOf } from "../../domain/deploy/manifest.ts";
import type { ObjectStore } from "../../flows/object-ports.ts";
import type { ObjectDeps } from "./live-object.ts";
import { objectPath } from "./object-path.ts";

/** Under this name Kubernetes remembers which fields are the bot's. */
export const fieldManager = "redis-ha-bot";

export function createApply(deps: ObjectDeps): ObjectStore["apply"] {
  return async function apply(namespace, object, signal) {
    await sendApply(deps, { namespace, object, signal, isDryRun: false });
  };
}

/** A server-side apply without force. A field that Kubernetes does not know is an error, not left out. */
export function sendApply(
  { call, send }: ObjectDeps,
  request: {
    readonly namespace: string;
    readonly object: Manifest;
    readonly signal: AbortSignal | undefined;
    readonly isDryRun: boolean;
  },
): Promise<unknown> {
  const { namespace, object, signal, isDryRun } = request;
  const json = { ...object, metadata: { ...object.metadata, namespace } };
  const query = { fieldManager, fieldValidation: "Strict", force: "false", ...(isDryRun && { dryRun: "All" }) };
  const what = `${isDryRun ? "trying" : "applying"} the ${object.kind} ${namespace}/${object.metadata.name}`;
  const path = objectPath(namespace, refOf(object));
  const body = { contentType: "application/apply-patch+yaml", json };
  return call(what, (_, limit) => send({ method: "PATCH", path, query, body, signal: limit }), signal);
}
