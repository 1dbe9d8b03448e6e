import type { GroupRef } from "./group.ts";

/** Where a process listens. `host` is an IP as Kubernetes or Sentinel wrote it (never resolved here). */
export type Address = { readonly host: string; readonly port: number };

export type MemberKind = "redis" | "sentinel";

/** One pod of the group as Kubernetes tells of it. Its word is late: `Running` may be a node that is gone. */
export type Pod = {
  readonly name: string;
  readonly uid: string;
  readonly kind: MemberKind;
  /** Absent while no address is assigned. A recreated pod has a new one, a restarted container the old one. */
  readonly ip?: string;
  /**
   * The address of the pod's own Service, where it announces that one: what others name it by, and what a recreated pod
   * keeps. Never dialled: it refuses, too, where the pod was force-deleted and its process still runs (`kubernetes.md`).
   */
  readonly announces?: string;
  readonly port: number;
  readonly node?: string;
  readonly phase: "Pending" | "Running" | "Succeeded" | "Failed" | "Unknown";
  readonly ready: boolean;
  readonly restarts: number;
  /** The container's waiting reason, such as `CrashLoopBackOff` or `ImagePullBackOff`. */
  readonly waiting?: string;
  /** `deletionTimestamp` is set: the pod has been told to go. */
  readonly deleting: boolean;
  /** The container that runs the process: what `exec` is aimed at. */
  readonly container: string;
  /** `metadata.labels`, needed where a Service selects by one. */
  readonly labels: Readonly<Record<string, string>>;
};

/**
 * Why there is no answer. The kinds are different facts (`kubernetes.md`): `refused` is a living kernel saying that
 * nobody listens; `silent` proves nothing about the process; `no-address` is Kubernetes' word.
 */
export type NoAnswer =
  | { readonly kind: "refused" }
  | { readonly kind: "silent"; readonly afterMs: number }
  | { readonly kind: "denied"; readonly reason: "auth" | "protected-mode"; readonly text: string }
  | { readonly kind: "loading"; readonly text: string }
  | { readonly kind: "no-address" }
  | { readonly kind: "error"; readonly text: string };

/** One line of `INFO replication`'s `slaveN`: a replica as its master sees it. `lagSeconds` since its last ACK. */
export type AttachedReplica = Address & {
  readonly state: string;
  readonly offset: number;
  readonly lagSeconds: number;
};

/** A replica's link to what it follows. */
export type Following = Address & {
  readonly link: "up" | "down";
  /** Since the link went down; absent while it is up. -1: it has never been up (`redis.md`, section 6). */
  readonly downSeconds?: number;
  readonly syncing: boolean;
  readonly lastIoSeconds: number;
};

/** What one Redis says of itself: `ROLE`, `INFO` and `DBSIZE`, read within one connection. */
export type RedisAnswer = {
  readonly kind: "answered";
  readonly role: "master" | "replica";
  readonly runId: string;
  readonly replid: string;
  /** All zeros: no earlier history (a fresh start or a full synchronisation). */
  readonly replid2: string;
  /** -1 where `replid2` is all zeros. */
  readonly secondReplOffset: number;
  /** `master_repl_offset` of a master, `slave_repl_offset` of a replica. Comparable only within one lineage. */
  readonly offset: number;
  readonly keys: number;
  readonly usedMemoryBytes: number;
  readonly uptimeSeconds: number;
  readonly priority: number;
  readonly clients: number;
  readonly version: string;
  /** Present on a replica. */
  readonly following?: Following;
  /** On a master: its replicas. */
  readonly replicas: readonly AttachedReplica[];
  readonly minReplicasToWrite: number;
  readonly latencyMs: number;
};

export type RedisNode = { readonly pod: Pod; readonly view: RedisAnswer | NoAnswer };

/** One entry of `SENTINEL REPLICAS`; up to 10 s old while the master is up. */
export type KnownReplica = Address & {
  readonly flags: readonly string[];
  readonly masterHost: string;
  readonly masterPort: number;
  readonly linkUp: boolean;
  readonly linkDownMs: number;
  readonly priority: number;
  readonly offset: number;
  /** Milliseconds since its last good PING reply. */
  readonly lastOkPingMs: number;
};

/** One entry of `SENTINEL SENTINELS`: another Sentinel as this one sees it. A dead one still counts for majority. */
export type KnownSentinel = Address & { readonly id: string; readonly flags: readonly string[] };

/** What one Sentinel says of the master it monitors under the group's name. */
export type MasterOpinion = Address & {
  /** `master`, and any of `s_down`, `o_down`, `disconnected`, `failover_in_progress`, … */
  readonly flags: readonly string[];
  readonly roleReported: "master" | "slave" | "unknown";
  readonly configEpoch: number;
  readonly quorum: number;
  readonly downAfterMs: number;
  readonly failoverTimeoutMs: number;
  readonly parallelSyncs: number;
  readonly replicas: readonly KnownReplica[];
  readonly sentinels: readonly KnownSentinel[];
  /** `SENTINEL CKQUORUM` verbatim. It only counts Sentinels: never a verdict on health. */
  readonly ckquorum: { readonly ok: boolean; readonly text: string };
};

/** What one Sentinel says. `monitors` is absent where it runs idle: started, but without a master. */
export type SentinelAnswer = {
  readonly kind: "answered";
  readonly id: string;
  readonly tilt: boolean;
  readonly monitors?: MasterOpinion;
  /** Every master name that it monitors: more than one where installations share Sentinels or have merged. */
  readonly masterNames: readonly string[];
  readonly latencyMs: number;
};

export type SentinelNode = { readonly pod: Pod; readonly view: SentinelAnswer | NoAnswer };

/**
 * The three views of one group side by side, read just now. Nothing in it is remembered: what did not answer is there
 * with its reason, never left out.
 */
export type Topology = {
  readonly group: GroupRef & { readonly masterName: string };
  readonly readAtMs: number;
  readonly redises: readonly RedisNode[];
  readonly sentinels: readonly SentinelNode[];
  /** How many of each there should be, by the controllers' `spec.replicas`; what is there where nobody says. */
  readonly wanted: { readonly redis: number; readonly sentinel: number };
  /** A master that is proven dead is to be replaced at once, without waiting for Sentinel's `down-after`. */
  readonly assistedFailover?: boolean;
  /** The label whose value `master` makes a Service reach a pod; absent where no Service selects by role. */
  readonly masterLabel?: string;
};

/** A Redis that answered; narrows the view. */
export type AnsweringRedis = { readonly pod: Pod & { readonly ip: string }; readonly view: RedisAnswer };
/** A Sentinel that answered; narrows the view. */
export type AnsweringSentinel = { readonly pod: Pod & { readonly ip: string }; readonly view: SentinelAnswer };

export function answeringRedises(topology: Topology): readonly AnsweringRedis[] {
  return topology.redises.flatMap(({ pod, view }) =>
    view.kind === "answered" && pod.ip !== undefined ? [{ pod: { ...pod, ip: pod.ip }, view }] : [],
  );
}

export function answeringSentinels(topology: Topology): readonly AnsweringSentinel[] {
  return topology.sentinels.flatMap(({ pod, view }) =>
    view.kind === "answered" && pod.ip !== undefined ? [{ pod: { ...pod, ip: pod.ip }, view }] : [],
  );
}

/** Sentinels that answered and monitor the group's master name, with what they say of it. */
export function opinions(topology: Topology): readonly (AnsweringSentinel & { readonly opinion: MasterOpinion })[] {
  return answeringSentinels(topology).flatMap((sentinel) =>
    sentinel.view.monitors === undefined ? [] : [{ ...sentinel, opinion: sentinel.view.monitors }],
  );
}

export function isSameAddress(a: Address, b: Address): boolean {
  return a.host === b.host && a.port === b.port;
}

export function addressText({ host, port }: Address): string {
  return `${host}:${port}`;
}

/** Where a pod's process is dialled; only for pods that have an address. */
export function podAddress(pod: { readonly ip: string; readonly port: number }): Address {
  return { host: pod.ip, port: pod.port };
}

/** What others are told of a pod's process, as it says it itself. */
export function namedAddress(pod: Pod & { readonly ip: string }): Address {
  return { host: pod.announces ?? pod.ip, port: pod.port };
}

/** Whether this address is the pod's: its own, or the one that it announces. */
export function isAddressOf(pod: Pod, address: Address): boolean {
  return pod.port === address.port && (pod.ip === address.host || pod.announces === address.host);
}

/** The pod that has this address now, if any: a Sentinel's address that no pod has is a dead one. */
export function podAt(topology: Topology, address: Address): Pod | undefined {
  const pods = [...topology.redises, ...topology.sentinels].map(({ pod }) => pod);
  return pods.find((pod) => isAddressOf(pod, address));
}
