import { type ContainerLife, setState } from "./container-life.ts";
import type { Probe } from "./pod-spec.ts";
import { stopContainer } from "./stop-container.ts";
import { watchProbe } from "./watch-probe.ts";

/** Asks one life of a container, until the signal, whether it has started, lives and is ready. */
export function probeContainer(life: ContainerLife, signal: AbortSignal): void {
  const { place, container } = life.deps;
  const { startupProbe, livenessProbe, readinessProbe } = container;
  if (life.pad === undefined) return;
  const target = { place, container, pad: life.pad };
  // Who goes is asked no more whether it lives, only whether it still serves.
  const whileStaying = AbortSignal.any([signal, life.ending.signal]);

  function afterStart(): void {
    setState(life, { started: true, ready: readinessProbe === undefined });
    if (livenessProbe !== undefined) {
      const onTurn = (isGood: boolean) => isGood || restart(life, "Liveness", livenessProbe);
      watchProbe(livenessProbe, target, { onTurn, signal: whileStaying });
    }
    if (readinessProbe !== undefined) {
      const onTurn = (isReady: boolean) => {
        setState(life, { ready: isReady });
        if (!isReady) tell(life, "Readiness");
      };
      watchProbe(readinessProbe, target, { onTurn, signal });
    }
  }
  if (startupProbe === undefined) {
    afterStart();
    return;
  }
  const startup = new AbortController();
  const onTurn = (isGood: boolean) => {
    startup.abort();
    if (isGood) afterStart();
    else restart(life, "Startup", startupProbe);
  };
  watchProbe(startupProbe, target, { onTurn, signal: AbortSignal.any([whileStaying, startup.signal]) });
}

function tell({ deps }: ContainerLife, kind: string): void {
  deps.onEvent({ reason: "Unhealthy", message: `${kind} probe failed`, type: "Warning" });
}

function restart(life: ContainerLife, kind: string, { terminationGracePeriodSeconds }: Probe): void {
  tell(life, kind);
  const { graceMs, container } = life.deps;
  const ownMs = terminationGracePeriodSeconds === undefined ? graceMs : terminationGracePeriodSeconds * 1000;
  stopContainer(life, ownMs, `Container ${container.name} failed ${kind.toLowerCase()} probe, will be restarted`);
}
