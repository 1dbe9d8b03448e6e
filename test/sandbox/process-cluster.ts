import { spawn } from "node:child_process";
import { Fault } from "../../src/domain/fault.ts";
import type { Pod } from "../../src/domain/topology.ts";
import type { Cluster } from "../../src/flows/ports.ts";
import { poll } from "./poll.ts";
import type { RedisGroup } from "./redis-group.ts";
import type { RedisProcess } from "./redis-process.ts";

export type ProcessCluster = Cluster & { readonly labelsOf: (pod: string) => Readonly<Record<string, string>> };

type Member = { readonly name: string; readonly kind: Pod["kind"]; readonly process: RedisProcess };

/**
 * The `Cluster` port over a group of real processes without any Kubernetes: its pods are the group's members, its exec
 * runs the command beside the member's process, with the environment that our manifests give.
 */
export function createProcessCluster(
  group: RedisGroup,
  { masterLabel = "redis-ha/role", assistedFailover = false } = {},
): ProcessCluster {
  const labels = new Map<string, Record<string, string>>();
  const labelsOf = (pod: string) => labels.get(pod) ?? {};
  const members = [...named(group.redises, "redis"), ...named(group.sentinels, "sentinel")];
  return {
    labelsOf,
    readNamespace: async () => ({
      pods: members.map((member) => toPod(member, labelsOf(member.name))),
      wanted: { redis: group.redises.length, sentinel: group.sentinels.length },
      masterName: group.masterName,
      masterLabel,
      assistedFailover,
    }),
    watchPods: () => {},
    readPassword: async () => group.password,
    exec: async ({ pod }, command, { stdin, timeoutMs }) => {
      const member = members.find(({ name }) => name === pod);
      if (member === undefined) throw new Fault("kubernetes-not-found", `pods "${pod}" not found`);
      const result = await run(member.process, command, stdin ?? "", timeoutMs);
      await adoptDaemon(group, member.process);
      return result;
    },
    labelPod: async ({ name }, { key, value }) => {
      const { [key]: _, ...rest } = labelsOf(name);
      labels.set(name, value === null ? rest : { ...rest, [key]: value });
    },
    namespaces: async () => ["strathberry-staging"],
  };
}

function named(processes: readonly RedisProcess[], kind: Pod["kind"]): readonly Member[] {
  const prefix = kind === "redis" ? "redis" : "redis-sentinel";
  return processes.map((process, i) => ({ name: `${prefix}-${i}`, kind, process }));
}

function toPod({ name, kind, process: { address } }: Member, labels: Readonly<Record<string, string>>): Pod {
  return {
    name,
    uid: `uid-${name}`,
    kind,
    ip: address.host,
    port: address.port,
    phase: "Running",
    ready: true,
    restarts: 0,
    deleting: false,
    container: kind,
    labels,
  };
}

async function run(
  { address, directory }: RedisProcess,
  [program = "true", ...args]: readonly string[],
  stdin: string,
  timeoutMs: number,
) {
  const env = { ...process.env, CONF_DIR: directory, BIND_ADDRESS: address.host };
  const child = spawn(program, args, { cwd: directory, env, stdio: ["pipe", "ignore", "pipe"], timeout: timeoutMs });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdin.end(stdin);
  const exitCode = await new Promise<number>((resolve) => child.on("exit", (code) => resolve(code ?? 137)));
  return { stdout: "", stderr, exitCode };
}

// The command left a daemon behind that the group does not know yet.
async function adoptDaemon(group: RedisGroup, member: RedisProcess): Promise<void> {
  const info = await poll("the daemon answers", () => member.command("INFO", "server").catch(() => undefined));
  const pid = /process_id:(\d+)/.exec(String(info))?.[1];
  if (pid !== undefined) group.adopt(Number(pid));
}
