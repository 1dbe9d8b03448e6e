import { z } from "zod";
import type { ObjectRef } from "../../domain/deploy/manifest.ts";
import { Fault } from "../../domain/fault.ts";
import type { Call } from "../call.ts";
import type { SendRequest } from "../request.ts";
import { objectPath } from "./object-path.ts";

const texts = z.record(z.string(), z.string());

/** The parts of an object that every kind has. */
export const LiveObject = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: z.looseObject({
    name: z.string(),
    uid: z.string(),
    generation: z.number().optional(),
    deletionTimestamp: z.string().optional(),
    labels: texts.optional(),
    annotations: texts.optional(),
    ownerReferences: z.array(z.looseObject({ kind: z.string(), name: z.string() })).optional(),
    managedFields: z
      .array(z.looseObject({ manager: z.string().optional(), subresource: z.string().optional() }))
      .optional(),
  }),
});
export type LiveObject = z.infer<typeof LiveObject>;

export type ObjectDeps = { readonly call: Call; readonly send: SendRequest };

/** The object as it is now; undefined where there is none, or no namespace. */
export async function readLive(
  { call, send }: ObjectDeps,
  { namespace, object, signal }: { namespace: string; object: ObjectRef; signal?: AbortSignal | undefined },
): Promise<LiveObject | undefined> {
  try {
    const path = objectPath(namespace, object);
    const what = `reading the ${object.kind} ${namespace}/${object.name}`;
    return LiveObject.parse(await call(what, (_, limit) => send({ method: "GET", path, signal: limit }), signal));
  } catch (error) {
    if (error instanceof Fault && error.code === "kubernetes-not-found") return undefined;
    throw error;
  }
}

/** Who would put the object back if it were changed: a Helm release or a controller of it; undefined where nobody would. */
export function ownerOf({ metadata }: LiveObject): string | undefined {
  const release = metadata.annotations?.["meta.helm.sh/release-name"];
  if (release !== undefined) return `Helm release ${release}`;
  if (metadata.labels?.["app.kubernetes.io/managed-by"] === "Helm") return "a Helm release";
  const [owner] = metadata.ownerReferences ?? [];
  return owner === undefined ? undefined : `${owner.kind} ${owner.name}`;
}

/** Who wrote it last but one's own status: a field manager's name. */
export function managersOf({ metadata }: LiveObject): readonly string[] {
  const writers = (metadata.managedFields ?? []).filter(({ subresource }) => subresource === undefined);
  return [...new Set(writers.flatMap(({ manager }) => manager ?? []))];
}
