import type { Address } from "../topology.ts";
import type { MonitorSettings } from "./step.ts";

export type SentinelConf = {
  readonly master: Address;
  readonly settings: MonitorSettings;
  /** Where this Sentinel is reached; announced to the others. */
  readonly own: Address;
  /** Fixed for each pod, so that a recreated Sentinel replaces its old entry instead of becoming a ghost (F7). */
  readonly id?: string;
  readonly password?: string;
};

/** The configuration that the runbook writes by hand into a Sentinel that never started, with what it lacked. */
export function sentinelConf({ master, settings, own, id, password }: SentinelConf): string {
  const name = settings.masterName;
  const lines = [
    `port ${own.port}`,
    `sentinel announce-ip ${own.host}`,
    ...(id === undefined ? [] : [`sentinel myid ${id}`]),
    `sentinel monitor ${name} ${master.host} ${master.port} ${settings.quorum}`,
    `sentinel down-after-milliseconds ${name} ${settings.downAfterMs}`,
    `sentinel failover-timeout ${name} ${settings.failoverTimeoutMs}`,
    `sentinel parallel-syncs ${name} ${settings.parallelSyncs}`,
    ...(password === undefined
      ? ["protected-mode no"]
      : [`sentinel auth-pass ${name} ${quoted(password)}`, `requirepass ${quoted(password)}`]),
  ];
  return `${lines.join("\n")}\n`;
}

/** A value that redis' own configuration parser reads back unchanged. */
function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}
