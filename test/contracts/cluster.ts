import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Fault } from "../../src/domain/fault.ts";
import type { Cluster } from "../../src/flows/ports.ts";
import { until } from "./until.ts";

export type PodSpec = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly string[];
};

/** A cluster, and the hands that change it. Every pod runs and is ready when `addPod` resolves. */
export type ClusterUnderTest = {
  readonly cluster: Cluster;
  /** The same for an account that may look, but neither read Secrets nor act. */
  readonly viewOnly: Cluster;
  /** One where nobody listens. */
  readonly unreachable: Cluster;
  readonly freshNamespace: () => Promise<string>;
  readonly addPod: (namespace: string, pod: PodSpec) => Promise<void>;
  readonly removePod: (namespace: string, name: string) => Promise<void>;
  readonly addController: (
    namespace: string,
    controller: PodSpec & { readonly kind: "StatefulSet" | "ReplicationController"; readonly replicas: number },
  ) => Promise<void>;
  readonly addService: (namespace: string, name: string, selector: Readonly<Record<string, string>>) => Promise<void>;
  readonly setPassword: (namespace: string, password: string) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const redis = { "app.kubernetes.io/name": "redis-ha", "app.kubernetes.io/component": "redis" };
const sentinel = { "app.kubernetes.io/name": "redis-ha", "app.kubernetes.io/component": "sentinel" };
const limits = { timeoutMs: 10_000 };

/** What every `Cluster` does, the fake as well as the adapter. */
export function clusterContract(name: string, start: () => Promise<ClusterUnderTest>): void {
  describe(`the cluster port of ${name}`, () => {
    let under: ClusterUnderTest;
    let namespace = "";
    beforeAll(async () => {
      under = await start();
      namespace = await under.freshNamespace();
      const labels = { ...redis, "redis-ha/master-name": "mymaster" };
      await Promise.all([
        under.addPod(namespace, { name: "redis-1", labels, containers: ["redis"] }),
        under.addPod(namespace, { name: "redis-0", labels, containers: ["redis"] }),
        under.addPod(namespace, { name: "other", labels: { app: "other" }, containers: ["redis"] }),
        under.addPod(namespace, { name: "sentinel-0", labels: sentinel, containers: ["sentinel"] }),
      ]);
    });
    afterAll(() => under?.stop());
    const target = () => ({ namespace, pod: "redis-0", container: "redis" });

    test("a namespace without pods is an empty view", async () => {
      const empty = await under.freshNamespace();
      expect(await under.cluster.readNamespace(empty)).toEqual({ pods: [], wanted: {} });
    });

    test("a namespace that does not exist is a fault", async () => {
      expect(await faultOf(under.cluster.readNamespace(`${namespace}-not`))).toBe("kubernetes-not-found");
    });

    test("the group's pods are told of by name, with address, kind and container; others are not", async () => {
      const { pods, masterName } = await under.cluster.readNamespace(namespace);
      expect(pods.map(({ name, kind, container, port }) => `${name} ${kind} ${container} ${port}`)).toEqual([
        "redis-0 redis redis 6379",
        "redis-1 redis redis 6379",
        "sentinel-0 sentinel sentinel 26379",
      ]);
      expect(pods[0]).toMatchObject({ phase: "Running", ready: true, restarts: 0, deleting: false });
      expect(pods[0]?.labels).toMatchObject(redis);
      expect(pods[0]?.ip).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
      expect(new Set(pods.map(({ uid }) => uid)).size).toBe(3);
      expect(masterName).toBe("mymaster");
    });

    test("a pod that runs both is two members with one name and uid", async () => {
      const both = await under.freshNamespace();
      const labels = { name: "redis", "redis-sentinel": "true" };
      await under.addPod(both, { name: "redis-master", labels, containers: ["master", "sentinel"] });
      const { pods } = await under.cluster.readNamespace(both);
      expect(pods.map(({ name, kind, container }) => `${name} ${kind} ${container}`).toSorted()).toEqual([
        "redis-master redis master",
        "redis-master sentinel sentinel",
      ]);
      expect(pods[0]?.uid).toBe(pods[1]?.uid);
    });

    test("controllers say how many pods there should be, even where there is none", async () => {
      const planned = await under.freshNamespace();
      const pod = { name: "redis", labels: redis, containers: ["redis"] };
      await under.addController(planned, { ...pod, kind: "StatefulSet", replicas: 1 });
      await under.addController(planned, { ...pod, name: "old", kind: "ReplicationController", replicas: 1 });
      const watchers = { name: "sentinel", labels: sentinel, containers: ["sentinel"] };
      await under.addController(planned, { ...watchers, kind: "StatefulSet", replicas: 0 });
      expect((await under.cluster.readNamespace(planned)).wanted).toEqual({ redis: 2, sentinel: 0 });
    });

    test("the label by which a Service finds the master is told", async () => {
      expect((await under.cluster.readNamespace(namespace)).masterLabel).toBeUndefined();
      await under.addService(namespace, "redis", { ...redis, "redis-ha/role": "master" });
      expect((await under.cluster.readNamespace(namespace)).masterLabel).toBe("redis-ha/role");
    });

    test("a label is set and removed, twice as well as once", async () => {
      const pod = await podNamed("redis-0");
      const of = async () => (await podNamed("redis-0")).labels["redis-ha/role"];
      for (const value of ["master", "master", null, null]) {
        await under.cluster.labelPod(pod, { key: "redis-ha/role", value });
        expect(await of()).toBe(value ?? undefined);
      }
    });

    test("a label for a predecessor's uid is a conflict, and for a pod that is gone not found", async () => {
      const label = { key: "redis-ha/role", value: "master" };
      const uid = "00000000-0000-0000-0000-00000000dead";
      expect(await faultOf(under.cluster.labelPod({ namespace, name: "redis-1", uid }, label))).toBe(
        "kubernetes-conflict",
      );
      expect((await podNamed("redis-1")).labels["redis-ha/role"]).toBeUndefined();
      const gone = { ...(await podNamed("redis-1")), name: "redis-9" };
      expect(await faultOf(under.cluster.labelPod(gone, label))).toBe("kubernetes-not-found");
    });

    test("a password is undefined until there is a Secret", async () => {
      expect(await under.cluster.readPassword(namespace)).toBeUndefined();
      await under.setPassword(namespace, "s3cret é");
      expect(await under.cluster.readPassword(namespace)).toBe("s3cret é");
    });

    test("a command gives its output and its exit code", async () => {
      const command = ["sh", "-c", 'echo "$1"; echo err >&2; exit 3', "sh", "a b $HOME"];
      expect(await under.cluster.exec(target(), command, limits)).toEqual({
        stdout: "a b $HOME\n",
        stderr: "err\n",
        exitCode: 3,
      });
    });

    test("a command reads its stdin to the end", async () => {
      const stdin = `${"line\n".repeat(500)}last`;
      const ran = await under.cluster.exec(target(), ["sh", "-c", "cat"], { ...limits, stdin });
      expect(ran).toEqual({ stdout: stdin, stderr: "", exitCode: 0 });
    });

    test("a command that outlasts its time is given up on time", async () => {
      const startedMs = performance.now();
      const late = under.cluster.exec(target(), ["sh", "-c", "sleep 5"], { timeoutMs: 500 });
      expect(await faultOf(late)).toBe("kubernetes-unreachable");
      expect(performance.now() - startedMs).toBeLessThan(2_000);
    });

    test("a command that its caller gives up ends with the caller's reason", async () => {
      const controller = new AbortController();
      const running = under.cluster.exec(target(), ["sh", "-c", "sleep 5"], { ...limits, signal: controller.signal });
      controller.abort(new Error("enough"));
      await expect(running).rejects.toThrow("enough");
    });

    test("a command in a pod that is gone is not found", async () => {
      const gone = { ...target(), pod: "redis-9" };
      expect(await faultOf(under.cluster.exec(gone, ["true"], limits))).toBe("kubernetes-not-found");
    });

    test("a watch calls back for what changes in its namespaces, and ends with its signal", async () => {
      const [mine, others] = [await under.freshNamespace(), await under.freshNamespace()];
      const heard: string[] = [];
      const controller = new AbortController();
      under.cluster.watchPods([mine], (changed) => heard.push(changed), controller.signal);
      await until("the watch has begun", async () => heard.length > 0);
      const before = heard.length;
      const pod = { name: "redis-0", labels: redis, containers: ["redis"] };
      await under.addPod(others, pod);
      await under.addPod(mine, pod);
      await until("the new pod is told", async () => heard.length > before);
      const calm = heard.length;
      await under.removePod(mine, "redis-0");
      await until("the deletion is told", async () => heard.length > calm);
      controller.abort();
      const after = heard.length;
      await under.addPod(mine, { ...pod, name: "redis-1" });
      expect(heard.length).toBe(after);
      expect(new Set(heard)).toEqual(new Set([mine]));
    });

    test("namespaces are listed in order", async () => {
      const found = await under.cluster.namespaces();
      expect(found).toContain(namespace);
      expect(found).toEqual([...found].toSorted());
    });

    test("what an account may not do is forbidden, not missing", async () => {
      expect((await under.viewOnly.readNamespace(namespace)).pods).toHaveLength(3);
      expect(await faultOf(under.viewOnly.readPassword(namespace))).toBe("kubernetes-forbidden");
      expect(await faultOf(under.viewOnly.exec(target(), ["true"], limits))).toBe("kubernetes-forbidden");
      const label = { key: "redis-ha/role", value: "master" };
      expect(await faultOf(under.viewOnly.labelPod(await podNamed("redis-0"), label))).toBe("kubernetes-forbidden");
    });

    test("a cluster where nobody listens is unreachable", async () => {
      expect(await faultOf(under.unreachable.readNamespace(namespace))).toBe("kubernetes-unreachable");
      expect(await faultOf(under.unreachable.exec(target(), ["true"], limits))).toBe("kubernetes-unreachable");
      expect(await faultOf(under.unreachable.namespaces())).toBe("kubernetes-unreachable");
    });

    test("a call whose signal was aborted before makes no request", async () => {
      const signal = AbortSignal.abort(new Error("too late"));
      await expect(under.cluster.readNamespace(namespace, signal)).rejects.toThrow("too late");
    });

    async function podNamed(pod: string) {
      const found = (await under.cluster.readNamespace(namespace)).pods.find(({ name }) => name === pod);
      if (found === undefined) throw new Error(`${pod} is not told of`);
      return { ...found, namespace };
    }
  });
}

async function faultOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
  return "none";
}
