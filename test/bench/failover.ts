import { writeFileSync } from "node:fs";
import { routeToServices } from "../cluster/route-to-services.ts";
import { deploy } from "./failover/deploy.ts";
import type { Figures } from "./failover/figures.ts";
import { clusterGround, startSandboxGround } from "./failover/ground.ts";
import { openGroup } from "./failover/group.ts";
import { measureFaults } from "./failover/measure-faults.ts";
import { readOptions } from "./failover/options.ts";
import { skippedRow, tableHead, tableRow } from "./failover/table.ts";

const options = readOptions(process.argv.slice(2), process.env);
const log = (line: string) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
const print = (line: string) => process.stdout.write(`${line}\n`);

if (options.kind === "refused") {
  log(options.reason);
  process.exit(2);
}
const ground = options.on === "sandbox" ? await startSandboxGround() : clusterGround(options);
const measured: Figures[] = [];
try {
  if (options.on === "cluster") await routeToServices(ground.kubeConfig);
  const group = openGroup(ground, await deploy(ground.kubeConfig, ground.namespace));
  await group.mustBeWhole();
  log(`a group runs in the namespace ${ground.namespace} of the ${ground.name}`);
  print(tableHead);
  for await (const one of measureFaults({ ...options, ground, group, log })) {
    if (one.kind === "measured") measured.push(one.figures);
    print(one.kind === "measured" ? tableRow(one.figures) : skippedRow(one.fault.title, one.reason));
  }
  group.close();
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ on: ground.name, measured }, null, 2)}\n`);
  await ground.stop();
}
const isWrong = measured.some(({ verdicts }) => verdicts.some(({ isMet, isCorrectness }) => isCorrectness && !isMet));
process.exit(isWrong ? 1 : (process.exitCode ?? 0));
