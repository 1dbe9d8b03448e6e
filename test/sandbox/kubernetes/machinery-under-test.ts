import { Writable } from "node:stream";
import { z } from "zod";
import { eventually } from "../../eventually.ts";
import { takeAddressPool } from "./address-pool.ts";
import { newObject, withAddress } from "./api/new-object.ts";
import { fieldsIn, type KubeObject, type Manifest } from "./kube-object.ts";
import { apiVersionOf, resourceNamed } from "./resources.ts";
import { seedStore } from "./seed-store.ts";
import { startMachinery, type WholeMachinery } from "./start-machinery.ts";
import { createStore, type Store } from "./store.ts";

const namespace = "shop";

const ContainerStatus = z.looseObject({
  name: z.string(),
  ready: z.boolean(),
  restartCount: z.number(),
  state: z.looseObject({
    waiting: z.looseObject({ reason: z.string(), message: z.string().optional() }).optional(),
    running: z.looseObject({}).optional(),
    terminated: z.looseObject({ exitCode: z.number(), reason: z.string() }).optional(),
  }),
});
const PodStatus = z.looseObject({
  phase: z.string(),
  podIP: z.string().default(""),
  containerStatuses: z.array(ContainerStatus).default([]),
});

/** Controllers, kubelet and proxies around a store that the test writes into itself, without an API server. */
export type MachineryUnderTest = {
  readonly store: Store;
  readonly machinery: WholeMachinery;
  /** Writes what the API would make of a manifest, into the namespace `shop`. */
  readonly create: (plural: string, name: string, manifest: Record<string, unknown>) => KubeObject;
  readonly pod: (name: string, spec: object, labels?: Record<string, string>) => KubeObject;
  readonly read: (name: string, plural?: string) => KubeObject | undefined;
  readonly statusOf: (pod: string) => z.infer<typeof PodStatus> | undefined;
  readonly containerOf: (pod: string, container?: string) => z.infer<typeof ContainerStatus> | undefined;
  /** Waits until the pod's containers run; gives its address. */
  readonly running: (pod: string) => Promise<string>;
  /** Runs a command in a pod's first container and gives what it wrote. */
  readonly exec: (pod: string, ...command: readonly string[]) => Promise<string>;
  readonly logs: (pod: string, previous?: boolean) => Promise<string>;
  readonly events: (pod: string) => readonly string[];
  readonly close: () => Promise<void>;
};

export async function startMachineryUnderTest(): Promise<MachineryUnderTest> {
  const store = createStore();
  seedStore(store);
  const addresses = await takeAddressPool();
  const machinery = await startMachinery({ store, addresses });

  function create(plural: string, name: string, manifest: Record<string, unknown>): KubeObject {
    const resource = resourceNamed(plural);
    const metadata = { ...fieldsIn(manifest["metadata"]), name };
    const given: Manifest = { ...manifest, apiVersion: apiVersionOf(resource), kind: resource.kind, metadata };
    const made = newObject({ now: () => new Date() }, resource, given, namespace);
    return store.write(plural, made.kind === "Service" ? withAddress({ addresses }, made) : made);
  }
  const read = (name: string, plural = "pods") => store.read(plural, namespace, name);
  function statusOf(pod: string) {
    const object = read(pod);
    return object === undefined ? undefined : PodStatus.parse(object["status"]);
  }
  const containerOf = (pod: string, container?: string) =>
    statusOf(pod)?.containerStatuses.find(({ name }) => container === undefined || name === container);
  return {
    store,
    machinery,
    create,
    pod: (name, spec, labels = {}) => create("pods", name, { metadata: { labels }, spec }),
    read,
    statusOf,
    containerOf,
    running: (pod) =>
      eventually(`${pod} runs`, () => {
        const status = statusOf(pod);
        const states = status?.containerStatuses ?? [];
        return states.length > 0 && states.every(({ state }) => state.running !== undefined) && status?.podIP;
      }),
    exec: async (pod, ...command) => {
      const sink = textSink();
      const streams = { stdin: undefined, ...sink, signal: AbortSignal.timeout(10_000) };
      await machinery.runtime.exec({ namespace, pod }, command, streams);
      return sink.text();
    },
    logs: async (pod, previous = false) => {
      let text = "";
      const options = { follow: false, previous, signal: AbortSignal.timeout(5_000) };
      for await (const piece of machinery.runtime.logs({ namespace, pod }, options)) text += String(piece);
      return text;
    },
    events: (pod) =>
      store
        .list("events", namespace)
        .filter((event) => fieldsIn(event["involvedObject"])["name"] === pod)
        .map((event) => `${event["reason"]}: ${event["message"]}`),
    close: async () => {
      await machinery.close();
      await addresses.close();
    },
  };
}

/** One container that runs a shell script. */
export function sh(script: string, more: object = {}): Record<string, unknown> {
  return { name: "main", image: "busybox:1", command: ["sh", "-c", script], ...more };
}

function textSink() {
  let text = "";
  const sink = () =>
    new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    });
  return { stdout: sink(), stderr: sink(), text: () => text };
}
