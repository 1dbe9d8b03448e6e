import type { AuditEntry, AuditFact } from "../domain/audit-entry.ts";
import type { Diagnosis } from "../domain/diagnosis.ts";
import type { GroupRef } from "../domain/group.ts";
import type { Incident } from "../domain/incident.ts";
import type { Job, MessageRef } from "../domain/job.ts";
import type { MonitorSettings } from "../domain/plans/step.ts";
import type { SentinelEvent } from "../domain/sentinel-event.ts";
import type { Address, NoAnswer, Pod, RedisAnswer, SentinelAnswer, Topology } from "../domain/topology.ts";

// Every call below has a time-out of its own, set by its adapter, and ends early when the signal aborts.
// Outside failures are thrown as `Fault`, but for what is an answer in itself (`NoAnswer`).

/** The pods of one namespace as Kubernetes tells of them, sorted by name. */
export type NamespaceView = {
  readonly pods: readonly Pod[];
  readonly wanted: { readonly redis?: number; readonly sentinel?: number };
  /** The label whose value `master` makes a Service of the namespace reach a pod; absent where no Service does so. */
  readonly masterLabel?: string;
  /** The group's owner wants a master that is proven dead to be replaced at once (annotation of the Redises' controller). */
  readonly assistedFailover?: boolean;
  /** The master name written on the pods (label `redis-ha/master-name`), where they carry one. */
  readonly masterName?: string;
};

/** One Kubernetes cluster. Faults: `kubernetes-unreachable|forbidden|not-found|conflict|refused`. */
export type Cluster = {
  /** Reads the group's pods. A namespace that does not exist is a `kubernetes-not-found` fault. */
  readonly readNamespace: (namespace: string, signal?: AbortSignal) => Promise<NamespaceView>;
  /** Calls back, without saying what, whenever a pod of the namespaces changes; ends when the signal aborts. */
  readonly watchPods: (
    namespaces: readonly string[],
    onChange: (namespace: string) => void,
    signal: AbortSignal,
  ) => void;
  /** The group's password; undefined where the namespace has no such Secret. */
  readonly readPassword: (namespace: string, signal?: AbortSignal) => Promise<string | undefined>;
  /** Runs a command in a container, without a shell of its own; `stdin` is for what must not be an argument. */
  readonly exec: (
    target: { readonly namespace: string; readonly pod: string; readonly container: string },
    command: readonly string[],
    options: { readonly stdin?: string; readonly timeoutMs: number; readonly signal?: AbortSignal },
  ) => Promise<{ readonly stdout: string; readonly stderr: string; readonly exitCode: number }>;
  /** Sets (or, with null, removes) one label, if the pod still has this uid; a `kubernetes-conflict` fault if not. */
  readonly labelPod: (
    pod: { readonly namespace: string; readonly name: string; readonly uid: string },
    label: { readonly key: string; readonly value: string | null },
    signal?: AbortSignal,
  ) => Promise<void>;
  /** Every namespace that may be listed, sorted; for "did you mean". */
  readonly namespaces: (signal?: AbortSignal) => Promise<readonly string[]>;
};

/** How to reach the members of one group. The password never leaves the adapter but as an AUTH argument. */
export type Access = { readonly masterName: string; readonly password?: string };

/** What `ROLE` says: enough for a hand-over. */
export type RoleAnswer =
  | { readonly kind: "master"; readonly offset: number }
  | { readonly kind: "replica"; readonly master: Address; readonly isLinked: boolean; readonly offset: number };

/** How one Sentinel tells another of a master: in the name of a peer that it knows, with a greater configuration epoch. */
export type Hello = {
  readonly peer: Address & { readonly id: string };
  readonly epoch: number;
  readonly master: Address;
};

/** A client of its own, as an application is one; never throws. */
export type Writer = {
  /** True where the write was acknowledged. */
  readonly write: (value: string) => Promise<boolean>;
  readonly close: () => void;
};

/** Redis and Sentinel processes, by address, over connections that are kept open. */
export type RedisFleet = {
  /** Never throws: what did not answer is a `NoAnswer`. At most 1 s. */
  readonly probeRedis: (address: Address, access: Access) => Promise<RedisAnswer | NoAnswer>;
  readonly probeSentinel: (address: Address, access: Access) => Promise<SentinelAnswer | NoAnswer>;
  /** `ROLE` alone, for who polls. */
  readonly readRole: (redis: Address, access: Access) => Promise<RoleAnswer | NoAnswer>;

  // The acts. Each resolves with the reply, or throws a `redis-…` fault. Idempotent: saying it twice is saying it once.
  readonly promote: (redis: Address, access: Access) => Promise<string>;
  readonly follow: (redis: Address, master: Address, access: Access) => Promise<string>;
  readonly forgetMaster: (sentinel: Address, access: Access) => Promise<string>;
  /** `MONITOR`, then `SET` of every option and of the password. */
  readonly monitor: (sentinel: Address, master: Address, settings: MonitorSettings, access: Access) => Promise<string>;
  readonly forceFailover: (sentinel: Address, access: Access) => Promise<string>;
  /** Pauses writes for at most so many milliseconds; resolves with the offset that was reached. */
  readonly pauseWrites: (redis: Address, forMs: number, access: Access) => Promise<number>;
  readonly resumeWrites: (redis: Address, access: Access) => Promise<string>;
  /** Makes a master a replica of another, ends its pause, and sends its clients away. */
  readonly stepDown: (redis: Address, master: Address, access: Access) => Promise<string>;
  /** Tells a Sentinel of a new master as another Sentinel would. */
  readonly greet: (sentinel: Address, hello: Hello, access: Access) => Promise<string>;
  /** A client that writes one key (`redis-ha-bot:gap`, which expires by itself), to see what clients see. */
  readonly openWriter: (redis: Address, access: Access) => Writer;
  /** Writes a marker that expires by itself (key `redis-ha-bot:marker`), and reads it. */
  readonly writeMarker: (redis: Address, marker: string, access: Access) => Promise<string>;
  readonly readMarker: (redis: Address, access: Access) => Promise<string | null>;
};

/** What a feed tells of: an event, or that one Sentinel's stream was lost or is back (Pub/Sub has no replay). */
export type FeedItem =
  | { readonly kind: "event"; readonly event: SentinelEvent }
  | { readonly kind: "connected" }
  | { readonly kind: "lost"; readonly reason: string };

/** Subscriptions to Sentinels' Pub/Sub, kept up through reconnects. */
export type SentinelFeed = {
  /** Follows exactly these Sentinels from now on: new ones are dialled, those not named are let go. */
  readonly follow: (
    group: GroupRef & { readonly masterName: string },
    sentinels: readonly { readonly pod: string; readonly address: Address }[],
    access: Access,
  ) => void;
  readonly stop: () => Promise<void>;
};

/** Open connections to Redises, to learn of a process' end in the moment in which it ends. */
export type LinkWatch = {
  /** Watches exactly these of the group from now on. */
  readonly follow: (
    group: GroupRef & { readonly masterName: string },
    redises: readonly { readonly pod: string; readonly address: Address }[],
    access: Access,
  ) => void;
  readonly stop: () => Promise<void>;
};

/** What an incident's parent message shows. */
export type IncidentView = { readonly incident: Incident; readonly jobs: readonly Job[] };

/** Where the bot speaks on its own account. Paced for each channel; a superseded edit is never sent. */
export type Conversation = {
  /** Posts the parent message of an incident and resolves with it once Slack has it. */
  readonly openThread: (view: IncidentView) => Promise<MessageRef>;
  /** Edits the parent in place. Resolves when this, or a newer one, was sent. */
  readonly editThread: (thread: MessageRef, view: IncidentView) => Promise<void>;
  /** Adds lines to the thread, as few messages as fit. */
  readonly reply: (thread: MessageRef, lines: readonly string[]) => Promise<void>;
  /** Posts a job's message: into the incident's thread where there is one, else into the channel. */
  readonly postJob: (job: Job, thread?: MessageRef) => Promise<MessageRef>;
  readonly editJob: (message: MessageRef, job: Job) => Promise<void>;
};

/** Jobs that were approved, waiting to be run. Durable; an id that is there already is not added again. */
export type JobQueue = {
  readonly enqueue: (jobId: string) => Promise<void>;
};

/** The tamper-evident log. Faults: `store-unreachable`. */
export type AuditLog = {
  /** Resolves when the entry is on disk. */
  readonly append: (fact: AuditFact) => Promise<AuditEntry>;
  /** Newest first. */
  readonly list: (filter: {
    readonly group?: string;
    readonly jobId?: string;
    readonly limit: number;
  }) => Promise<readonly AuditEntry[]>;
};

/** Incidents, jobs and locks in the bot's own Redis. Faults: `store-unreachable`. */
export type Store = {
  /** Stores a record whose version is one more than the stored one (1: new); false where another write was first. */
  readonly saveJob: (job: Job) => Promise<boolean>;
  readonly readJob: (id: string) => Promise<Job | undefined>;
  /** Newest first. */
  readonly listJobs: (filter: { readonly group?: string; readonly limit: number }) => Promise<readonly Job[]>;
  readonly saveIncident: (incident: Incident) => Promise<boolean>;
  readonly readIncident: (id: string) => Promise<Incident | undefined>;
  /** The group's incident that has not ended. At most one: `saveIncident` of a second new one answers false. */
  readonly openIncident: (group: string) => Promise<Incident | undefined>;
  /** A lease with a fencing token; undefined where somebody holds it. Renewed until released or lost. */
  readonly lock: (group: string, holder: string) => Promise<Lock | undefined>;
  /** True for the first caller with this key within the time: the one that acts. */
  readonly claim: (key: string, forMs: number) => Promise<boolean>;
};

export type Lock = {
  /** Grows with every lock that was ever granted for the group. */
  readonly token: number;
  /** Aborts when the lease could not be renewed in time: stop between two steps. */
  readonly lost: AbortSignal;
  readonly release: () => Promise<void>;
};

export type Clock = {
  readonly now: () => number;
  /** Resolves after the time, or rejects when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};

export type Log = {
  readonly debug: (fields: object, message: string) => void;
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
};

/** Who somebody is, by Slack user and user group. */
export type Directory = {
  /** The user groups that the user is in; from a cache of at most a minute. */
  readonly userGroups: (userId: string) => Promise<readonly string[]>;
  readonly displayName: (userId: string) => Promise<string>;
};

export type ReadTopology = (group: GroupRef, signal?: AbortSignal) => Promise<Topology>;
export type Reading = { readonly topology: Topology; readonly diagnosis: Diagnosis };
