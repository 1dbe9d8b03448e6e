import { Fault } from "../../src/domain/fault.ts";
import type { Pod } from "../../src/domain/topology.ts";
import type { Cluster, NamespaceView } from "../../src/flows/ports.ts";

type ExecOutcome = Awaited<ReturnType<Cluster["exec"]>>;
export type ExecRequest = {
  readonly target: Parameters<Cluster["exec"]>[0];
  readonly command: readonly string[];
  readonly stdin?: string;
};
export type ExecHandler = (request: ExecRequest, signal: AbortSignal) => ExecOutcome | Promise<ExecOutcome>;

/** One cluster in memory, and the hands that change it. Changes call back at once (a real one takes a moment). */
export type FakeCluster = {
  readonly cluster: Cluster;
  /** The same cluster, for an account that may look, but neither read Secrets nor act. */
  readonly viewOnly: Cluster;
  readonly addNamespace: (namespace: string) => void;
  /** Adds a running, ready pod with a uid and an address that no pod had before; what is given wins. */
  readonly addPod: (namespace: string, pod: Partial<Pod> & Pick<Pod, "name" | "kind">) => Pod;
  readonly changePod: (namespace: string, name: string, change: Partial<Pod>) => void;
  readonly removePod: (namespace: string, name: string) => void;
  readonly describeNamespace: (namespace: string, view: Partial<Omit<NamespaceView, "pods">>) => void;
  readonly setPassword: (namespace: string, password: string) => void;
  /** What `exec` answers from now on; without it every command succeeds and says nothing. */
  readonly onExec: (handler: ExecHandler) => void;
  /** Every command that was run, the oldest first. */
  readonly execs: readonly ExecRequest[];
  /** From now on every call is a `kubernetes-unreachable` fault, and changes call nobody back; until `comeBack`. */
  readonly goAway: () => void;
  readonly comeBack: () => void;
};

type Space = {
  readonly pods: Map<string, Pod[]>;
  view: Partial<Omit<NamespaceView, "pods">>;
  password: string | undefined;
};
type Watcher = { readonly namespaces: readonly string[]; readonly onChange: (namespace: string) => void };
type State = {
  readonly spaces: Map<string, Space>;
  readonly watchers: Set<Watcher>;
  readonly execs: ExecRequest[];
  execHandler: ExecHandler;
  isAway: boolean;
  made: number;
};

export function createFakeCluster(): FakeCluster {
  const state: State = {
    spaces: new Map(),
    watchers: new Set(),
    execs: [],
    execHandler: () => ({ stdout: "", stderr: "", exitCode: 0 }),
    isAway: false,
    made: 0,
  };
  const cluster = createPort(state);
  return {
    cluster,
    viewOnly: { ...cluster, readPassword: forbidden, exec: forbidden, labelPod: forbidden },
    addNamespace: (namespace) => void openSpace(state, namespace),
    addPod: (namespace, pod) => addPod(state, namespace, pod),
    changePod: (namespace, name, change) => changePod(state, namespace, name, change),
    removePod(namespace, name) {
      openSpace(state, namespace).pods.delete(name);
      tell(state, namespace);
    },
    describeNamespace(namespace, view) {
      const space = openSpace(state, namespace);
      space.view = { ...space.view, ...view };
    },
    setPassword: (namespace, password) => {
      openSpace(state, namespace).password = password;
    },
    onExec: (handler) => {
      state.execHandler = handler;
    },
    execs: state.execs,
    goAway: () => {
      state.isAway = true;
    },
    comeBack() {
      state.isAway = false;
      for (const namespace of state.spaces.keys()) tell(state, namespace);
    },
  };
}

function createPort(state: State): Cluster {
  return {
    async readNamespace(namespace, signal) {
      const { pods, view } = reach(state, namespace, signal);
      const sorted = [...pods.values()].flat().toSorted((a, b) => (a.name < b.name ? -1 : 1));
      return { pods: sorted, wanted: {}, ...view };
    },
    watchPods(namespaces, onChange, signal) {
      const watcher = { namespaces, onChange };
      if (signal.aborted) return;
      state.watchers.add(watcher);
      signal.addEventListener("abort", () => state.watchers.delete(watcher), { once: true });
      for (const namespace of namespaces) tell(state, namespace);
    },
    async readPassword(namespace, signal) {
      checkReach(state, signal);
      return state.spaces.get(namespace)?.password;
    },
    exec: createExec(state),
    async labelPod({ namespace, name, uid }, { key, value }, signal) {
      const [pod] = reach(state, namespace, signal).pods.get(name) ?? [];
      if (pod === undefined) throw new Fault("kubernetes-not-found", `pods "${name}" not found`);
      if (pod.uid !== uid) throw new Fault("kubernetes-conflict", `the pod ${name} is another one by now`);
      const { [key]: _, ...others } = pod.labels;
      changePod(state, namespace, name, { labels: value === null ? others : { ...others, [key]: value } });
    },
    async namespaces(signal) {
      checkReach(state, signal);
      return [...state.spaces.keys()].toSorted();
    },
  };
}

function createExec(state: State): Cluster["exec"] {
  return async function exec(target, command, { stdin, timeoutMs, signal }) {
    const { pods } = reach(state, target.namespace, signal);
    if (!pods.has(target.pod)) throw new Fault("kubernetes-not-found", `pods "${target.pod}" not found`);
    const request = { target, command, ...(stdin !== undefined && { stdin }) };
    state.execs.push(request);
    const aborted = Promise.withResolvers<never>();
    const late = new Fault("kubernetes-unreachable", `did not answer within ${timeoutMs} ms`);
    const controller = new AbortController();
    const stop = (reason: unknown): void => {
      aborted.reject(reason);
      controller.abort(reason);
    };
    const onAbort = (): void => stop(signal?.reason);
    const timer = setTimeout(() => stop(late), timeoutMs);
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      return await Promise.race([state.execHandler(request, controller.signal), aborted.promise]);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  };
}

function addPod(state: State, namespace: string, given: Partial<Pod> & Pick<Pod, "name" | "kind">): Pod {
  state.made += 1;
  const isRedis = given.kind === "redis";
  const space = openSpace(state, namespace);
  const [twin] = space.pods.get(given.name) ?? [];
  const pod: Pod = {
    // A pod that is a Redis and a Sentinel is told of twice, and is one pod all the same.
    uid: twin?.uid ?? `00000000-0000-4000-8000-${String(state.made).padStart(12, "0")}`,
    ip: twin?.ip ?? `10.0.${Math.floor(state.made / 250)}.${(state.made % 250) + 1}`,
    port: isRedis ? 6379 : 26379,
    node: "node-1",
    phase: "Running",
    ready: true,
    restarts: 0,
    deleting: false,
    container: isRedis ? "redis" : "sentinel",
    labels: {},
    ...given,
  };
  space.pods.set(pod.name, [...(space.pods.get(pod.name) ?? []).filter(({ kind }) => kind !== pod.kind), pod]);
  tell(state, namespace);
  return pod;
}

function changePod(state: State, namespace: string, name: string, change: Partial<Pod>): void {
  const space = openSpace(state, namespace);
  const members = space.pods.get(name);
  if (members === undefined) throw new Error(`there is no pod ${namespace}/${name}`);
  space.pods.set(
    name,
    members.map((pod) => ({ ...pod, ...change })),
  );
  tell(state, namespace);
}

function openSpace(state: State, namespace: string): Space {
  const found = state.spaces.get(namespace);
  if (found !== undefined) return found;
  const space: Space = { pods: new Map(), view: {}, password: undefined };
  state.spaces.set(namespace, space);
  return space;
}

function reach(state: State, namespace: string, signal: AbortSignal | undefined): Space {
  checkReach(state, signal);
  const space = state.spaces.get(namespace);
  if (space === undefined) throw new Fault("kubernetes-not-found", `namespaces "${namespace}" not found`);
  return space;
}

function checkReach(state: State, signal: AbortSignal | undefined): void {
  signal?.throwIfAborted();
  if (state.isAway) throw new Fault("kubernetes-unreachable", "Kubernetes cannot be reached (ECONNREFUSED).");
}

function tell(state: State, namespace: string): void {
  if (state.isAway) return;
  for (const watcher of state.watchers) {
    if (watcher.namespaces.includes(namespace)) watcher.onChange(namespace);
  }
}

async function forbidden(): Promise<never> {
  throw new Fault("kubernetes-forbidden", "Kubernetes forbids it: this account may only look.");
}
