import type { Access } from "../access.ts";
import type { ContainerRuntime } from "../container-runtime.ts";
import type { Store } from "../store.ts";

/** What the API server works with. */
export type ApiDeps = {
  readonly store: Store;
  readonly access: Access;
  readonly runtime: ContainerRuntime;
  /** Each call gives an address that was never given before: for ClusterIPs. */
  readonly addresses: { readonly next: () => string };
  readonly now: () => Date;
};
