import { z } from "zod";

const name = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/)
  .describe("a Kubernetes name");

/** One Redis HA installation: the Redis and Sentinel pods that serve one master name in one namespace. */
export const GroupRef = z.object({
  /** The Kubernetes cluster, as a kubeconfig context; absent: the one the bot runs against. */
  context: z
    .string()
    .regex(/^[\w.@/-]{1,128}$/)
    .optional(),
  namespace: name,
  /** Absent: the namespace's only master name. */
  masterName: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
});
export type GroupRef = Readonly<z.infer<typeof GroupRef>>;

/** `context:namespace/master-name`, the form people type and read; parts that are absent are left out. */
export function groupId(group: GroupRef): string {
  const context = group.context === undefined ? "" : `${group.context}:`;
  return `${context}${group.namespace}${group.masterName === undefined ? "" : `/${group.masterName}`}`;
}

/** The inverse of `groupId`; undefined where the text is no address (never throws). */
export function parseGroup(text: string): GroupRef | undefined {
  const match = /^(?:([^:\s]+):)?([^/:\s]+)(?:\/([^/:\s]+))?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, context, namespace, masterName] = match;
  const parsed = GroupRef.safeParse({
    namespace,
    ...(context !== undefined && { context }),
    ...(masterName !== undefined && { masterName }),
  });
  return parsed.success ? parsed.data : undefined;
}
