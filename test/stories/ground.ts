import type { KubeConfig } from "@kubernetes/client-node";

/** A Kubernetes that a story is told on. */
export type Ground = {
  /** An administrator's. */
  readonly kubeConfig: KubeConfig;
  /** The same as a file, for the bot. */
  readonly kubeconfigFile: string;
  /** A namespace that nobody else uses. */
  readonly namespace: string;
  readonly stop: () => Promise<void>;
};
