import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { basename } from "node:path";
import { timestamp } from "../api/timestamp.ts";
import { ConfigError } from "./container-env.ts";
import { type ContainerDeps, type ContainerLife, setState } from "./container-life.ts";
import { type ContainerState, creating, ending, isRunning, startFailure, type Terminated } from "./container-state.ts";
import { endLife, type Launchpad, launch, prepare } from "./launch.ts";
import { createLogRing, type LogRing } from "./log-ring.ts";
import type { Container } from "./pod-spec.ts";
import { probeContainer } from "./probe-container.ts";
import { forgetKill, stopContainer } from "./stop-container.ts";
import { pause } from "./watch-probe.ts";

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

/** The kubelet looks once a second: an end is visible for about half of it before the restart. Milliseconds. */
const lookMs = 500;
/** What is shown as running has had time for its first lines, such as its traps; in a cluster it has had more. Milliseconds. */
const settleMs = 100;
const retryConfigMs = 1000;
/** From its end to the last word that its pipes still hold, where a daemon keeps them open. */
const lastWordsMs = 1000;
const backOffMs = { first: 10_000, most: 300_000, forgotten: 600_000 } as const;

/** Runs one container of a pod through all its lives. */
export function runContainer(deps: ContainerDeps): RunningContainer {
  const life: ContainerLife = {
    deps,
    current: creating,
    ending: new AbortController(),
    endGraceMs: Number.POSITIVE_INFINITY,
    killAtMs: Number.POSITIVE_INFINITY,
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
      life.endGraceMs = Math.min(life.endGraceMs, graceMs);
      life.ending.abort();
      if (isRunning(life.current)) stopForGood(life);
      await over;
    },
    over,
  };
}

function stopForGood(life: ContainerLife): void {
  stopContainer(life, life.endGraceMs, `Stopping container ${life.deps.container.name}`);
}

async function live(life: ContainerLife): Promise<void> {
  const { signal } = life.ending;
  const exits = { count: 0, lastMs: 0 };
  for (;;) {
    const end = await liveOnce(life);
    if (end === undefined) return;
    setState(life, { state: { terminated: end }, ready: false, started: false });
    if (signal.aborted || !isToRestart(life, end.exitCode)) return;
    exits.count = Date.now() - exits.lastMs > backOffMs.forgotten ? 1 : exits.count + 1;
    exits.lastMs = Date.now();
    await pause(lookMs, signal);
    setState(life, { lastState: { terminated: end } });
    if (exits.count > 1) await backOff(life, Math.min(backOffMs.first * 2 ** (exits.count - 2), backOffMs.most));
    if (signal.aborted) return;
    life.current = { ...life.current, restartCount: life.current.restartCount + 1 };
  }
}

function isToRestart({ deps: { restartPolicy } }: ContainerLife, exitCode: number): boolean {
  return restartPolicy === "Always" || (restartPolicy === "OnFailure" && exitCode !== 0);
}

async function backOff(life: ContainerLife, delayMs: number): Promise<void> {
  const message = `back-off ${delayMs / 1000}s restarting failed container=${life.deps.container.name}`;
  setState(life, { state: { waiting: { reason: "CrashLoopBackOff", message } } });
  life.deps.onEvent({ reason: "BackOff", message, type: "Warning" });
  await pause(delayMs, life.ending.signal);
}

/** One life, from what it needs to its end. Undefined where the pod ends before it began. */
async function liveOnce(life: ContainerLife): Promise<Terminated | undefined> {
  const pad = await prepared(life);
  if (pad === undefined) return undefined;
  const id = `sandbox://${basename(pad.life)}`;
  try {
    life.child = await launch(pad, pad.command);
  } catch (error) {
    const message = tellFailure(life, error);
    return startFailure(message, id);
  }
  return lifeEnd(life, life.child, pad, id);
}

/** Looks again every second where something is missing that may come yet. */
async function prepared(life: ContainerLife): Promise<Launchpad | undefined> {
  const { place, container } = life.deps;
  const { signal } = life.ending;
  while (!signal.aborted) {
    try {
      const pad = prepare(place, container, `${container.name}-${randomBytes(4).toString("hex")}`);
      if (pad.command.length > 0) return pad;
      throw new Error(`no command specified, and the sandbox does not know what ${container.image} runs`);
    } catch (error) {
      const reason = error instanceof ConfigError ? "CreateContainerConfigError" : "CreateContainerError";
      setState(life, { state: { waiting: { reason, message: tellFailure(life, error) } } });
      await pause(retryConfigMs, signal);
    }
  }
  return undefined;
}

/** Tells of it once, however often it is met. */
function tellFailure(life: ContainerLife, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (life.failure !== message) life.deps.onEvent({ reason: "Failed", message: `Error: ${message}`, type: "Warning" });
  life.failure = message;
  return message;
}

async function lifeEnd(life: ContainerLife, child: ChildProcess, pad: Launchpad, id: string): Promise<Terminated> {
  const { reaper } = life.deps.place;
  const ring = listen(life, child);
  const startedAt = timestamp(new Date());
  if (child.pid !== undefined) reaper.adopt(child.pid);
  const exit =
    child.exitCode === null && child.signalCode === null
      ? once(child, "exit")
      : Promise.resolve([child.exitCode, child.signalCode]);
  const probing = new AbortController();
  await pause(settleMs, life.ending.signal);
  started(life, pad, startedAt, id);
  // The pod was told to go while its process began.
  if (life.ending.signal.aborted) stopForGood(life);
  else probeContainer(life, probing.signal);
  const [code, signal] = await exit;
  probing.abort();
  forgetKill(life);
  endLife(pad, child.pid);
  if (child.pid !== undefined) reaper.release(child.pid);
  setTimeout(ring.end, lastWordsMs).unref();
  return ending({ code, signal, startedAt, id });
}

function listen(life: ContainerLife, child: ChildProcess): LogRing {
  const ring = createLogRing();
  life.rings.push(ring);
  if (life.rings.length > 2) life.rings.shift();
  child.stdout?.on("data", ring.write);
  child.stderr?.on("data", ring.write);
  child.once("close", ring.end);
  child.stdin?.end();
  return ring;
}

function started(life: ContainerLife, pad: Launchpad, startedAt: string, containerID: string): void {
  const { container, onEvent } = life.deps;
  life.pad = pad;
  setState(life, {
    state: { running: { startedAt } },
    started: container.startupProbe === undefined,
    ready: container.startupProbe === undefined && container.readinessProbe === undefined,
    containerID,
  });
  onEvent({ reason: "Created", message: `Created container: ${container.name}` });
  onEvent({ reason: "Started", message: `Started container ${container.name}` });
}
