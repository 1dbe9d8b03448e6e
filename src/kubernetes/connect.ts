import { accessSync, constants } from "node:fs";
import { KubeConfig } from "@kubernetes/client-node";
import { Fault } from "../domain/fault.ts";

/** Where the cluster is: a kubeconfig file, or (no path) the service account of the pod that the bot runs in. */
export type ClusterAddress = { readonly kubeconfig?: string; readonly context?: string };

/** Loads and checks the settings without any call. Faults: `config-invalid`, saying what to mend. */
export function loadKubeConfig(address: ClusterAddress): KubeConfig {
  const config = address.kubeconfig === undefined ? inCluster() : fromFile(address.kubeconfig);
  if (address.context !== undefined) config.setCurrentContext(address.context);
  const source = address.kubeconfig ?? "the pod's service account";
  checkContext(config, source);
  checkServer(config, source);
  checkFiles(config, source);
  return config;
}

function inCluster(): KubeConfig {
  const config = new KubeConfig();
  config.loadFromCluster();
  return config;
}

function fromFile(path: string): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromFile(path);
  } catch (cause) {
    throw invalid(`the kubeconfig file ${path} cannot be read: ${cause instanceof Error ? cause.message : "?"}`, cause);
  }
  return config;
}

function checkContext(config: KubeConfig, source: string): void {
  const name = config.getCurrentContext();
  const names = config.getContexts().map((context) => context.name);
  if (!names.includes(name)) {
    throw invalid(`${source} has no context ${name ?? "(none is current)"}; it has: ${names.join(", ") || "none"}`);
  }
  if (config.getCurrentCluster() === null) throw invalid(`the context ${name} of ${source} names no known cluster`);
  if (config.getCurrentUser() === null) throw invalid(`the context ${name} of ${source} names no known user`);
}

function checkServer(config: KubeConfig, source: string): void {
  const server = config.getCurrentCluster()?.server ?? "";
  if (server.includes("undefined")) {
    throw invalid("no kubeconfig file is set, and this is not a pod of a cluster (no KUBERNETES_SERVICE_HOST)");
  }
  if (!URL.canParse(server)) throw invalid(`the server of ${source} is no URL: ${server}`);
  if (server.startsWith("http:") && config.getCurrentCluster()?.skipTLSVerify !== true) {
    throw invalid(`the server of ${source} is plain http, which needs insecure-skip-tls-verify: true beside it`);
  }
}

function checkFiles(config: KubeConfig, source: string): void {
  const files = [
    config.getCurrentCluster()?.caFile,
    config.getCurrentUser()?.certFile,
    config.getCurrentUser()?.keyFile,
  ];
  for (const file of files) {
    if (file === undefined || file === "") continue;
    try {
      accessSync(file, constants.R_OK);
    } catch (cause) {
      throw invalid(`${source} points to ${file}, which cannot be read`, cause);
    }
  }
}

function invalid(text: string, cause?: unknown): Fault {
  return new Fault("config-invalid", `Kubernetes is not configured right: ${text}.`, { cause });
}
