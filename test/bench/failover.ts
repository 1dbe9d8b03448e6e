import { parseArgs } from "node:util";
import { deploy } from "./failover/deploy.ts";
import { type Fault, faults } from "./failover/faults.ts";
import { type BenchGround, clusterGround, startSandboxGround } from "./failover/ground.ts";
import { openGroup } from "./failover/group.ts";
import { tryFault } from "./failover/trial.ts";

const { values } = parseArgs({
  options: {
    on: { type: "string", default: process.env["KUBECONFIG"] === undefined ? "sandbox" : "cluster" },
    only: { type: "string", default: "" },
    runs: { type: "string", default: "1" },
  },
});

const ground = await startGround();
const group = openGroup(ground, await deploy(ground.kubeConfig, ground.namespace));
try {
  process.stderr.write(`group in namespace ${ground.namespace}\n`);
  await group.mustBeWhole();
  const asked = values.only.split(",").filter((id) => id !== "");
  for (const fault of faults.filter(({ id }: Fault) => asked.length === 0 || asked.includes(id))) {
    for (let run = 0; run < Number(values.runs); run += 1) {
      const trial = await tryFault({ ground, group }, fault);
      process.stdout.write(`${JSON.stringify(trial)}\n`);
    }
  }
} finally {
  group.close();
  await ground.stop();
}

function startGround(): Promise<BenchGround> | BenchGround {
  if (values.on === "sandbox") return startSandboxGround();
  const kubeconfigFile = process.env["KUBECONFIG"] ?? "";
  const nodeCommand = process.env["CLUSTER_NODE_COMMAND"];
  return clusterGround({ kubeconfigFile, ...(nodeCommand !== undefined && { nodeCommand }) });
}
