import { expect, test } from "vitest";
import { readOptions } from "./options.ts";

test("measures everything on the sandbox where nothing is said and no cluster is given", () => {
  const options = readOptions([], {});
  expect(options).toMatchObject({ kind: "read", on: "sandbox", runs: 1, bot: "down" });
  expect(options.kind === "read" && options.faults.length).toBeGreaterThan(10);
});

test("measures on the cluster that KUBECONFIG names, unless told otherwise", () => {
  const env = { KUBECONFIG: "/home/me/.kube/config", CLUSTER_NODE_COMMAND: "break-node" };
  expect(readOptions([], env)).toMatchObject({ on: "cluster", nodeCommand: "break-node" });
  expect(readOptions(["--on", "sandbox"], env)).toMatchObject({ on: "sandbox" });
});

test("takes the faults by their names, the runs and the file", () => {
  const options = readOptions(["--only", "kill,roll", "--runs", "5", "--json", "out.json", "--bot", "up"], {});
  expect(options).toMatchObject({ runs: 5, json: "out.json", bot: "up", faults: [{ id: "kill" }, { id: "roll" }] });
});

test.each([
  [["--only", "kil"], "there is no fault kil"],
  [["--on", "cluster"], "KUBECONFIG is not set"],
  [["--on", "moon"], "--on moon"],
  [["--runs", "none"], "--runs none"],
  [["--bot", "asleep"], "--bot asleep"],
])("refuses %j in words", (args, reason) => {
  const options = readOptions(args, {});
  expect(options.kind === "refused" && options.reason).toContain(reason);
});
