import type { ChildProcess } from "node:child_process";
import type { ContainerLife } from "./container-life.ts";
import { runHandler } from "./run-probe.ts";

/** preStop, TERM, KILL when the time is over. Asked again, it may only shorten the time. */
export async function stopContainer(life: ContainerLife, graceMs: number, message: string): Promise<void> {
  const { child, pad } = life;
  if (child === undefined || pad === undefined) return;
  killLater(life, child, graceMs);
  if (life.stopped === child) return;
  life.stopped = child;
  const { place, container, onEvent } = life.deps;
  onEvent({ reason: "Killing", message });
  const hook = container.lifecycle?.preStop;
  if (hook !== undefined) await runHandler(hook, { place, container, pad }, graceMs);
  child.kill("SIGTERM");
}

function killLater(life: ContainerLife, child: ChildProcess, graceMs: number): void {
  const atMs = Date.now() + graceMs;
  if (atMs >= life.killAtMs) return;
  life.killAtMs = atMs;
  clearTimeout(life.killTimer);
  // A stopped process ends of this one, too.
  life.killTimer = setTimeout(() => child.kill("SIGKILL"), graceMs);
}

/** Its process has ended: nothing is left to kill. */
export function forgetKill(life: ContainerLife): void {
  clearTimeout(life.killTimer);
  life.killAtMs = Number.POSITIVE_INFINITY;
}
