import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { classify, defaultMemberRules } from "../../src/kubernetes/member-rules.ts";
import { createFakeCluster, type ExecHandler, type FakeCluster } from "../fakes/cluster.ts";
import { type ClusterUnderTest, clusterContract } from "./cluster.ts";

clusterContract("the fake", async (): Promise<ClusterUnderTest> => {
  const fake = createFakeCluster();
  const away = createFakeCluster();
  away.goAway();
  fake.onExec(runHere);
  let made = 0;
  return {
    cluster: fake.cluster,
    viewOnly: fake.viewOnly,
    unreachable: away.cluster,
    async freshNamespace() {
      made += 1;
      fake.addNamespace(`space-${made}`);
      return `space-${made}`;
    },
    async addPod(namespace, { name, labels, containers }) {
      const masterName = labels["redis-ha/master-name"];
      if (masterName !== undefined) fake.describeNamespace(namespace, { masterName });
      for (const { kind, container, port } of classify({ labels, containers }, defaultMemberRules)) {
        fake.addPod(namespace, { name, labels, kind, container, port });
      }
    },
    removePod: async (namespace, name) => fake.removePod(namespace, name),
    addController: (namespace, controller) => addController(fake, namespace, controller),
    async addService(namespace, _name, selector) {
      const key = Object.keys(selector).find((each) => selector[each] === "master");
      if (key !== undefined) fake.describeNamespace(namespace, { masterLabel: key });
    },
    setPassword: async (namespace, password) => fake.setPassword(namespace, password),
    stop: async () => {},
  };
});

async function addController(
  fake: FakeCluster,
  namespace: string,
  controller: Parameters<ClusterUnderTest["addController"]>[1],
): Promise<void> {
  const { wanted } = await fake.cluster.readNamespace(namespace);
  for (const { kind } of classify(controller, defaultMemberRules)) {
    fake.describeNamespace(namespace, { wanted: { ...wanted, [kind]: (wanted[kind] ?? 0) + controller.replicas } });
  }
}

const runHere: ExecHandler = async ({ command: [file = "true", ...args], stdin }, signal) => {
  const child = spawn(file, args);
  signal.addEventListener("abort", () => child.kill());
  // A command that ends without reading closes the pipe first.
  child.stdin.on("error", () => {});
  child.stdin.end(stdin ?? "");
  const closed = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? 128)));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { stdout, stderr, exitCode };
};
