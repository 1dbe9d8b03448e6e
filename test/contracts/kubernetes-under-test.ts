import type { KubeConfig } from "@kubernetes/client-node";

/**
 * `admin` may do everything. `viewer`: get, list, watch of pods, Services, controllers, config maps, events and namespaces. `bot`: that,
 * and what the Roles of `k8s/bot/watched` and `k8s/bot/deploys` give.
 */
export type Role = "admin" | "bot" | "viewer";

/** A Kubernetes that a contract suite runs against. */
export type KubernetesUnderTest = {
  /** A configuration of the vendor's client that speaks with the role's own credentials. */
  readonly kubeConfigFor: (role: Role) => KubeConfig;
  /** A namespace that nobody else uses, ready to take pods; removed by `stop` at the latest. */
  readonly freshNamespace: () => Promise<string>;
  /** A list's path and a version of it that the server no longer remembers: a watch from there must be refused. */
  readonly expiredVersion: () => Promise<{ readonly path: string; readonly resourceVersion: string }>;
  readonly stop: () => Promise<void>;
};
