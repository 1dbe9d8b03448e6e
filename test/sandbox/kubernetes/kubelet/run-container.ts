import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { basename } from "node:path";
import { timestamp } from "../api/timestamp.ts";
import { ConfigError } from "./container-env.ts";
import { type ContainerState, creating, ending, isRunning, terminatedOf } from "./container-state.ts";
import { endLife, type Launchpad, launch, prepare } from "./launch.ts";
import { createLogRing, type LogRing } from "./log-ring.ts";
import type { PodPlace } from "./pod-place.ts";
import type { Container, PodSpec } from "./pod-spec.ts";
import { runHandler } from "./run-probe.ts";
import { pause, watchProbe } from "./watch-probe.ts";

export type Happening = { readonly reason: string; readonly message: string; readonly type?: "Normal" | "Warning" };

export type RunningContainer = {
  readonly container: Container;
  readonly state: () => ContainerState;
  /** What execs need; undefined while nothing runs. */
  readonly pad: () => Launchpad | undefined;
  readonly logs: (previous: boolean) => LogRing | undefined;
  readonly signal: (signal: NodeJS.Signals) => boolean;
  /** preStop, TERM, KILL when the time is over; resolves when it has ended for good. A second call may shorten it. */
  readonly terminate: (graceMs: number) => Promise<void>;
  /** Resolves when it has ended and will not start again. */
  readonly over: Promise<void>;
};

type Deps = {
  readonly place: PodPlace;
  readonly container: Container;
  readonly restartPolicy: PodSpec["restartPolicy"];
  readonly onChange: () => void;
  readonly onEvent: (event: Happening) => void;
};

/** The kubelet looks once a second: an end is visible for about half of it before the restart. Milliseconds. */
const lookMs = 500;
/** What is shown as running has had time for its first lines, such as its traps; in a cluster it has had more. Milliseconds. */
const settleMs = 100;
const retryConfigMs = 1000;
const backOffMs = { first: 10_000, most: 300_000, forgotten: 600_000 } as const;

/** Runs one container of a pod through all its lives. */
export function runContainer(deps: Deps): RunningContainer {
  const life: Life = {
    deps,
    current: creating,
    ending: new AbortController(),
    killAtMs: Number.POSITIVE_INFINITY,
    graceMs: 0,
    pad: undefined,
    child: undefined,
    rings: [],
  };
  const over = live(life);
  return {
    container: deps.container,
    state: () => life.current,
    pad: () => (isRunning(life.current) ? life.pad : undefined),
    logs: (previous) => life.rings.at(previous ? -2 : -1),
    signal: (signal) => isRunning(life.current) && life.child?.kill(signal) === true,
    terminate: async (graceMs) => {
      terminate(life, graceMs);
      await over;
    },
    over,
  };
}

type Life = {
  readonly deps: Deps;
  current: ContainerState;
  readonly ending: AbortController;
  killAtMs: number;
  graceMs: number;
  killTimer?: NodeJS.Timeout;
  pad: Launchpad | undefined;
  child: ChildProcess | undefined;
  readonly rings: LogRing[];
};

function set(life: Life, change: Partial<ContainerState>): void {
  life.current = { ...life.current, ...change };
  life.deps.onChange();
}

async function live(life: Life): Promise<void> {
  const exits = { count: 0, lastMs: 0 };
  while (await begin(life)) {
    await lifeEnd(life);
    const end = terminatedOf(life.current);
    if (life.ending.signal.aborted || !isToRestart(life, end?.exitCode)) return;
    exits.count = Date.now() - exits.lastMs > backOffMs.forgotten ? 1 : exits.count + 1;
    exits.lastMs = Date.now();
    await pause(lookMs, life.ending.signal);
    if (end !== undefined) set(life, { lastState: { terminated: end } });
    if (exits.count > 1) await backOff(life, Math.min(backOffMs.first * 2 ** (exits.count - 2), backOffMs.most));
    if (life.ending.signal.aborted) return;
    life.current = { ...life.current, restartCount: life.current.restartCount + 1 };
  }
}

function isToRestart({ deps: { restartPolicy } }: Life, exitCode: number | undefined): boolean {
  return restartPolicy === "Always" || (restartPolicy === "OnFailure" && exitCode !== 0);
}

async function backOff(life: Life, delayMs: number): Promise<void> {
  const message = `back-off ${delayMs / 1000}s restarting failed container=${life.deps.container.name}`;
  set(life, { state: { waiting: { reason: "CrashLoopBackOff", message } } });
  life.deps.onEvent({ reason: "BackOff", message, type: "Warning" });
  await pause(delayMs, life.ending.signal);
}

/** Starts a process, as soon as what it needs is there. False where the pod ends first. */
async function begin(life: Life): Promise<boolean> {
  const { place, container, onEvent } = life.deps;
  while (!life.ending.signal.aborted) {
    const id = `${container.name}-${randomBytes(4).toString("hex")}`;
    try {
      const pad = prepare(place, container, id);
      if (pad.command.length === 0)
        throw new Error(`no command specified, and the sandbox does not know what ${container.image} runs`);
      life.child = await launch(pad, pad.command);
      await pause(settleMs, life.ending.signal);
      started(life, pad, life.child);
      // The pod was told to go while its process began.
      if (life.ending.signal.aborted) stopProcess(life, life.graceMs);
      onEvent({ reason: "Created", message: `Created container: ${container.name}` });
      onEvent({ reason: "Started", message: `Started container ${container.name}` });
      return true;
    } catch (error) {
      const reason = error instanceof ConfigError ? "CreateContainerConfigError" : "CreateContainerError";
      const message = error instanceof Error ? error.message : String(error);
      set(life, { state: { waiting: { reason, message } } });
      onEvent({ reason: "Failed", message: `Error: ${message}`, type: "Warning" });
      await pause(retryConfigMs, life.ending.signal);
    }
  }
  return false;
}

function started(life: Life, pad: Launchpad, child: ChildProcess): void {
  const { container } = life.deps;
  const ring = createLogRing();
  life.rings.push(ring);
  if (life.rings.length > 2) life.rings.shift();
  child.stdout?.on("data", ring.write);
  child.stderr?.on("data", ring.write);
  child.stdin?.end();
  life.pad = pad;
  set(life, {
    state: { running: { startedAt: timestamp(new Date()) } },
    started: container.startupProbe === undefined,
    ready: container.startupProbe === undefined && container.readinessProbe === undefined,
    containerID: `sandbox://${basename(pad.life)}`,
  });
}

async function lifeEnd(life: Life): Promise<void> {
  const { child, pad, rings } = life;
  if (child === undefined || pad === undefined) return;
  const probing = new AbortController();
  probe(life, probing.signal);
  const [code, signal] =
    child.exitCode === null && child.signalCode === null
      ? await once(child, "exit")
      : [child.exitCode, child.signalCode];
  probing.abort();
  endLife(pad);
  rings.at(-1)?.end();
  const startedAt = "running" in life.current.state ? life.current.state.running.startedAt : timestamp(new Date());
  const end = ending({ code, signal, startedAt, id: `sandbox://${basename(pad.life)}` });
  set(life, { state: { terminated: end }, ready: false, started: false });
}

function probe(life: Life, signal: AbortSignal): void {
  const { place, container, onEvent } = life.deps;
  const { startupProbe, livenessProbe, readinessProbe } = container;
  const target = life.pad === undefined ? undefined : { place, container, pad: life.pad };
  if (target === undefined) return;
  const fail = (kind: string) => {
    onEvent({ reason: "Unhealthy", message: `${kind} probe failed`, type: "Warning" });
    if (kind === "Readiness") return;
    onEvent({
      reason: "Killing",
      message: `Container ${container.name} failed ${kind.toLowerCase()} probe, will be restarted`,
    });
    stopProcess(life, 30_000);
  };
  const onReady = (ready: boolean) => {
    set(life, { ready });
    if (!ready) fail("Readiness");
  };
  const afterStart = () => {
    set(life, { started: true, ready: readinessProbe === undefined });
    if (livenessProbe !== undefined) {
      watchProbe(livenessProbe, target, { onTurn: (isGood) => isGood || fail("Liveness"), signal });
    }
    if (readinessProbe !== undefined) {
      watchProbe(readinessProbe, target, {
        onTurn: onReady,
        signal,
      });
    }
  };
  if (startupProbe === undefined) {
    afterStart();
    return;
  }
  const startup = new AbortController();
  const onTurn = (isGood: boolean) => {
    startup.abort();
    if (isGood) afterStart();
    else fail("Startup");
  };
  watchProbe(startupProbe, target, { onTurn, signal: AbortSignal.any([signal, startup.signal]) });
}

/** TERM to the main process, KILL to all of it when the time is over. */
function stopProcess(life: Life, graceMs: number): void {
  life.child?.kill("SIGTERM");
  killLater(life, graceMs);
}

function killLater(life: Life, graceMs: number): void {
  const atMs = Date.now() + graceMs;
  if (atMs >= life.killAtMs) return;
  life.killAtMs = atMs;
  clearTimeout(life.killTimer);
  const { child } = life;
  life.killTimer = setTimeout(() => {
    life.killAtMs = Number.POSITIVE_INFINITY;
    // A stopped process ends of this one, too.
    child?.kill("SIGKILL");
  }, graceMs);
  child?.once("exit", () => {
    clearTimeout(life.killTimer);
    life.killAtMs = Number.POSITIVE_INFINITY;
  });
}

async function terminate(life: Life, graceMs: number): Promise<void> {
  life.graceMs = graceMs;
  if (life.ending.signal.aborted) return killLater(life, graceMs);
  life.ending.abort();
  if (!isRunning(life.current) || life.pad === undefined) return;
  const { place, container, onEvent } = life.deps;
  onEvent({ reason: "Killing", message: `Stopping container ${container.name}` });
  killLater(life, graceMs);
  const hook = container.lifecycle?.preStop;
  if (hook !== undefined) await runHandler(hook, { place, container, pad: life.pad }, graceMs);
  life.child?.kill("SIGTERM");
}
