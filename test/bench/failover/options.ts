import { parseArgs } from "node:util";
import type { MeasuredFault } from "./fault.ts";
import { faults } from "./faults.ts";

const usage = `bench:failover [--on sandbox|cluster] [--only FAULT,FAULT] [--runs N] [--bot up|down] [--json FILE]
  --on    the sandbox's Kubernetes, or the cluster of KUBECONFIG (the default where that is set), whose pods' and Services'
          addresses can be reached from here, and whose nodes' processes are this machine's
  --only  ${faults.map(({ id }) => id).join(", ")}
  --bot   whether the bot watches where a fault does not care; down unless said
  CLUSTER_NODE_COMMAND: a program that is called with cut, heal, freeze, thaw, crash or boot, and a node's name`;

export type Options =
  | {
      readonly kind: "read";
      readonly on: "sandbox" | "cluster";
      readonly kubeconfigFile: string;
      readonly nodeCommand?: string;
      readonly faults: readonly MeasuredFault[];
      readonly runs: number;
      readonly bot: "up" | "down";
      readonly json?: string;
    }
  | { readonly kind: "refused"; readonly reason: string };

export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Options {
  const options = { on: text, only: text, runs: text, bot: text, json: text };
  const { values } = parseArgs({ args: [...args], options, strict: false });
  const { on, only, runs = "1", bot = "down", json } = values;
  const kubeconfigFile = env["KUBECONFIG"] ?? "";
  const nodeCommand = env["CLUSTER_NODE_COMMAND"];
  const place = on ?? (kubeconfigFile === "" ? "sandbox" : "cluster");
  const ids = typeof only === "string" ? only.split(",") : faults.map(({ id }) => id);
  const unknown = ids.filter((id) => !faults.some((fault) => fault.id === id));
  if (unknown.length > 0) return refused(`there is no fault ${unknown.join(", ")}`);
  if (place !== "sandbox" && place !== "cluster") return refused(`--on ${place}`);
  if (place === "cluster" && kubeconfigFile === "") return refused("KUBECONFIG is not set");
  if (bot !== "up" && bot !== "down") return refused(`--bot ${bot}`);
  if (!(Number(runs) >= 1)) return refused(`--runs ${runs}`);
  return {
    kind: "read",
    on: place,
    kubeconfigFile,
    ...(nodeCommand !== undefined && { nodeCommand }),
    faults: faults.filter(({ id }) => ids.includes(id)),
    runs: Number(runs),
    bot,
    ...(typeof json === "string" && { json }),
  };
}

const text = { type: "string" } as const;

function refused(reason: string): Options {
  return { kind: "refused", reason: `${reason}\n${usage}` };
}
