import type { DeployStep } from "../../domain/deploy/deploy-step.ts";
import { groupProof } from "../../domain/deploy/group-proof.ts";
import { Fault } from "../../domain/fault.ts";
import type { GroupRef } from "../../domain/group.ts";
import { mastership } from "../../domain/master.ts";
import type { StepState } from "../../domain/plans/step-state.ts";
import { podAddress } from "../../domain/topology.ts";
import type { StepContext } from "../perform-step.ts";
import type { DeployDeps, StepOutcome } from "./deploy-deps.ts";
import { masterService } from "./read-ground.ts";

type Proof = {
  readonly step: DeployStep & { readonly kind: "prove-group" };
  readonly group: GroupRef & { readonly masterName: string };
  readonly tell: StepContext["tell"];
};

/** Sentinels learn of each other within some seconds. Milliseconds. */
const deadlineMs = 90_000;
const pollMs = 200;

/** Waits until every proof holds at one and the same look; then writes through the Service and reads from the master. */
export async function proveGroup(deps: DeployDeps, proof: Proof): Promise<StepOutcome> {
  const startedMs = deps.clock.now();
  const marker = deps.newMarker();
  for (;;) {
    const state = await look(deps, proof, marker);
    if (state.kind === "done") return { kind: "done", seen: state.seen };
    if (deps.clock.now() - startedMs > deadlineMs) {
      return { kind: "failed", reason: `not within ${deadlineMs / 1000} s: ${state.missing}` };
    }
    await deps.clock.sleep(pollMs);
  }
}

async function look(deps: DeployDeps, { step, group, tell }: Proof, marker: string): Promise<StepState> {
  const topology = await deps.reader.read(group);
  const state = groupProof(topology, step);
  const truth = mastership(topology);
  if (state.kind === "pending" || truth.kind !== "one") return state;
  const missing = await markerMissing(deps, { group, tell, marker, master: podAddress(truth.master.pod) });
  if (missing === undefined) {
    return { kind: "done", seen: `${state.seen}; a marker came back through the Service redis` };
  }
  return step.isServiceOurs
    ? { kind: "pending", missing }
    : { kind: "done", seen: `${state.seen}. The Service redis is not ours, and ${missing}` };
}

/** Undefined: what was written through the Service is what it gives back, and what the master itself holds. */
async function markerMissing(
  { objects, fleet, reader }: DeployDeps,
  {
    group,
    tell,
    marker,
    master,
  }: {
    readonly group: Proof["group"];
    readonly tell: Proof["tell"];
    readonly marker: string;
    readonly master: { readonly host: string; readonly port: number };
  },
): Promise<string | undefined> {
  const service = await objects.find(group.namespace, masterService);
  if (service?.address === undefined) return "the Service redis has no address";
  const access = await reader.access(group);
  try {
    const reply = await fleet.writeMarker(service.address, marker, access);
    await tell("redis-command", `Service redis: SET redis-ha-bot:marker -> ${reply}`);
    if ((await fleet.readMarker(service.address, access)) !== marker) return "it does not give the marker back";
    return (await fleet.readMarker(master, access)) === marker
      ? undefined
      : "it leads to another Redis than the master";
  } catch (error) {
    if (error instanceof Fault) return `it can't be written through: ${error.message}`;
    throw error;
  }
}
