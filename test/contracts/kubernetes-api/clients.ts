import {
  ApiException,
  AppsV1Api,
  type ConfigurationOptions,
  CoordinationV1Api,
  CoreV1Api,
  DiscoveryV1Api,
  type KubeConfig,
  type PatchStrategy,
  PolicyV1Api,
  setHeaderOptions,
} from "@kubernetes/client-node";
import type { KubernetesUnderTest } from "../kubernetes-under-test.ts";

/** What every group of the suite works with; there once the suite's set-up has run. */
export type Suite = {
  readonly kubernetes: () => KubernetesUnderTest;
  readonly admin: () => Clients;
};

export type Clients = ReturnType<typeof clientsOf>;

export function clientsOf(config: KubeConfig) {
  return {
    config,
    core: config.makeApiClient(CoreV1Api),
    apps: config.makeApiClient(AppsV1Api),
    discovery: config.makeApiClient(DiscoveryV1Api),
    coordination: config.makeApiClient(CoordinationV1Api),
    policy: config.makeApiClient(PolicyV1Api),
  };
}

export function patchAs(type: PatchStrategy): ConfigurationOptions {
  return setHeaderOptions("Content-Type", type);
}

/** The HTTP code and the `Status` object of a call that must fail. */
export async function failure(
  call: Promise<unknown>,
): Promise<{ readonly code: number; readonly status: Record<string, unknown> }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ApiException)) throw error;
    const body: unknown = typeof error.body === "string" ? JSON.parse(error.body) : error.body;
    return { code: error.code, status: toRecord(body) };
  }
  throw new Error("the call succeeded, and should not have");
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
