import { readFileSync, statSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../../../eventually.ts";
import { type MachineryUnderTest, sh, startMachineryUnderTest } from "../machinery-under-test.ts";

let here: MachineryUnderTest;
beforeAll(async () => {
  here = await startMachineryUnderTest();
});
afterAll(() => here.close());

const sleeper = (more: object = {}) => sh("exec sleep 60", more);

test("a container's variables come from values, fields, config maps and Secrets, and fill each other in", async () => {
  here.create("configmaps", "settings", { data: { QUORUM: "2", "not-a-name": "x" } });
  here.create("secrets", "keys", { stringData: { password: 'p"w $x' } });
  const env = [
    { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
    { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
    { name: "ROLE", valueFrom: { fieldRef: { fieldPath: "metadata.labels['role']" } } },
    { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "keys", key: "password" } } },
    { name: "NONE", valueFrom: { secretKeyRef: { name: "nobody", key: "x", optional: true } } },
    { name: "GREETING", value: "$(POD_NAME) needs $(QUORUM), $$(QUORUM), $(LATER)" },
    { name: "LATER", value: "later" },
  ];
  here.pod(
    "env",
    { containers: [sleeper({ env, envFrom: [{ configMapRef: { name: "settings" } }] })] },
    { role: "it" },
  );
  const ip = await here.running("env");
  const lines = (await here.exec("env", "env")).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      "POD_NAME=env",
      `POD_IP=${ip}`,
      `BIND_ADDRESS=${ip}`,
      "ROLE=it",
      'PASSWORD=p"w $x',
      "QUORUM=2",
      "GREETING=env needs 2, $(QUORUM), $(LATER)",
    ]),
  );
  expect(lines.filter((line) => /^(NONE|not-a-name)=/.test(line))).toEqual([]);
});

test("a container knows the Services that were there before it, and may ask not to", async () => {
  const service = here.create("services", "my-redis", { spec: { ports: [{ name: "redis-tcp", port: 6379 }] } });
  const host = String(Object(service["spec"]).clusterIP);
  here.pod("linked", { containers: [sleeper()] });
  here.pod("unlinked", { enableServiceLinks: false, containers: [sleeper()] });
  await here.running("linked");
  await here.running("unlinked");
  const lines = (await here.exec("linked", "env")).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      `MY_REDIS_SERVICE_HOST=${host}`,
      "MY_REDIS_SERVICE_PORT=6379",
      "MY_REDIS_SERVICE_PORT_REDIS_TCP=6379",
      `MY_REDIS_PORT=tcp://${host}:6379`,
      `MY_REDIS_PORT_6379_TCP_ADDR=${host}`,
    ]),
  );
  expect(await here.exec("unlinked", "env")).not.toContain("MY_REDIS");
});

test("the machine's own variables stay outside", async () => {
  process.env["SECRET_OF_THE_MACHINE"] = "x";
  here.pod("apart", { containers: [sleeper()] });
  await here.running("apart");
  expect(await here.exec("apart", "env")).not.toContain("SECRET_OF_THE_MACHINE");
});

test("mount paths become directories of the pod, the longest first, in variables, arguments and exec", async () => {
  here.create("configmaps", "files", { data: { "a.sh": "echo here", "b.sh": "echo there" } });
  here.pod("mounts", {
    containers: [
      {
        name: "main",
        image: "busybox:1",
        command: ["sh", "/scripts/x/run.sh", "/data/sub/file", "/database"],
        env: [{ name: "DATA_DIR", value: "/data" }],
        volumeMounts: [
          { name: "data", mountPath: "/data" },
          { name: "inner", mountPath: "/data/sub" },
          { name: "scripts", mountPath: "/scripts/" },
        ],
      },
    ],
    volumes: [
      { name: "data", emptyDir: {} },
      { name: "inner", emptyDir: {} },
      { name: "scripts", configMap: { name: "run", items: [{ key: "script", path: "x/run.sh", mode: 0o500 }] } },
    ],
  });
  // The pod waits for its config map.
  await eventually("its mount fails", () => here.events("mounts").some((event) => event.startsWith("FailedMount")));
  here.create("configmaps", "run", { data: { script: 'echo "$@"; exec sleep 60', other: "x" } });
  await here.running("mounts");
  const [file = "", database] = (await eventually("it speaks", async () => (await here.logs("mounts")) || undefined))
    .trim()
    .split(" ");
  expect(database).toBe("/database");
  const dataDir = (await here.exec("mounts", "sh", "-c", 'printf %s "$DATA_DIR"')).trim();
  expect(statSync(dataDir).isDirectory()).toBe(true);
  expect(file).toMatch(/volumes\/inner\/file$/);
  const script = (await here.exec("mounts", "find", "/scripts", "-type", "f")).trim();
  expect(script).toMatch(/volumes\/scripts\/x\/run.sh$/);
  expect(readFileSync(script, "utf8")).toContain("sleep 60");
  expect(statSync(script).mode & 0o777).toBe(0o500);
});

test("a working directory is the pod's own, never the machine's", async () => {
  here.pod("works", { containers: [sleeper({ workingDir: "/srv/never-on-this-machine" })] });
  await here.running("works");
  expect((await here.exec("works", "pwd")).trim()).toMatch(/redis-ha-kubelet-.*\/srv\/never-on-this-machine$/);
  expect(statSync("/srv/never-on-this-machine", { throwIfNoEntry: false })).toBeUndefined();
});

test("redis-cli without a host finds the pod's own Redis, with one any other", async () => {
  const command = ["redis-server", "--bind", "$(IP)", "--port", "6379", "--save", "", "--protected-mode", "no"];
  const env = [{ name: "IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } }];
  here.pod("one", { containers: [{ name: "redis", image: "redis:7", command, env }] });
  here.pod("two", { containers: [{ name: "redis", image: "redis:7", command, env }] });
  const ip = await here.running("one");
  await here.running("two");
  await eventually("both answer", async () =>
    (await Promise.all(["one", "two"].map((pod) => here.exec(pod, "redis-cli", "ping")))).every(
      (text) => text === "PONG\n",
    ),
  );
  await here.exec("one", "redis-cli", "set", "who", "one");
  expect(await here.exec("two", "redis-cli", "-h", ip, "get", "who")).toBe("one\n");
  expect(await here.exec("two", "redis-cli", "get", "who")).toBe("\n");
});

test("a container waits for a config map or Secret that is missing, and says so", async () => {
  here.pod("waits", { containers: [sleeper({ envFrom: [{ configMapRef: { name: "to-come" } }] })] });
  await eventually("it waits", () => here.containerOf("waits")?.state.waiting?.reason === "CreateContainerConfigError");
  expect(here.containerOf("waits")?.state.waiting?.message).toBe('configmap "to-come" not found');
  here.create("configmaps", "to-come", { data: { A: "b" } });
  await here.running("waits");
});

test("a pod waits with a volume that the sandbox has not got, and its event names the sort", async () => {
  const volumes = [{ name: "logs", hostPath: { path: "/var/log" } }];
  here.pod("hosted", { containers: [sleeper()], volumes });
  await eventually("it says so", () => here.events("hosted").join().includes("no volumes of the sort hostPath"));
  expect(here.containerOf("hosted")?.state.waiting?.reason).toBe("ContainerCreating");
});
