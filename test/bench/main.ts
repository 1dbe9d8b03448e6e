import { benchAck } from "./ack.ts";
import { benchAlert } from "./alert.ts";
import { benchHandOver } from "./hand-over.ts";
import { render } from "./measure.ts";
import { benchMemory } from "./memory.ts";
import { benchRepair } from "./repair.ts";
import { benchStatus } from "./status.ts";

const asJson = process.argv.includes("--json");
const benches = {
  ack: benchAck,
  alert: benchAlert,
  repair: benchRepair,
  "hand-over": benchHandOver,
  status: benchStatus,
  memory: benchMemory,
};
const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const unknown = asked.filter((name) => !(name in benches));

if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}.\n`);
  process.exitCode = 1;
} else {
  if (!asJson) process.stdout.write("| what | ours | floor | ratio | goal |\n| --- | --- | --- | --- | --- |\n");
  for (const [name, bench] of Object.entries(benches)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    for (const figure of await bench()) process.stdout.write(`${render(figure, asJson)}\n`);
  }
}
