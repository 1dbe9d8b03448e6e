import { type KubeConfig, Watch } from "@kubernetes/client-node";

export type Seen = { readonly type: string; readonly object: WatchedObject };
/** The little that the suite looks at. */
export type WatchedObject = {
  readonly kind?: string;
  readonly code?: number;
  readonly reason?: string;
  readonly metadata?: { readonly name?: string; readonly uid?: string; readonly deletionTimestamp?: string };
  readonly status?: {
    readonly containerStatuses?: readonly {
      readonly state?: {
        readonly terminated?: { readonly exitCode?: number };
        readonly waiting?: { readonly reason?: string };
      };
    }[];
  };
};

/** Collects the events of a watch until it is stopped; `ended` when the server ends it. */
export async function watching(
  config: KubeConfig,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<{ readonly seen: readonly Seen[]; readonly ended: Promise<unknown>; readonly stop: () => void }> {
  const seen: Seen[] = [];
  const ended = Promise.withResolvers<unknown>();
  const controller = await new Watch(config).watch(
    path,
    { ...query },
    (type, object: WatchedObject) => seen.push({ type, object }),
    (error) => ended.resolve(error),
  );
  return { seen, ended: ended.promise, stop: () => controller.abort() };
}
