import { z } from "zod";

const texts = z.record(z.string(), z.string());

/** One object as it is sent to Kubernetes: what is asked for, not what has become of it. */
export const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().exactOptional(),
    labels: texts.exactOptional(),
    annotations: texts.exactOptional(),
  }),
  data: texts.exactOptional(),
});
export type Manifest = z.infer<typeof Manifest>;

/** Which object is meant, wherever it is. */
export const ObjectRef = z.object({ apiVersion: z.string(), kind: z.string(), name: z.string() });
export type ObjectRef = Readonly<z.infer<typeof ObjectRef>>;

export function refOf({ apiVersion, kind, metadata }: Manifest): ObjectRef {
  return { apiVersion, kind, name: metadata.name };
}

/** `StatefulSet redis`, as people say it. */
export function objectText({ kind, name }: Pick<ObjectRef, "kind" | "name">): string {
  return `${kind} ${name}`;
}
