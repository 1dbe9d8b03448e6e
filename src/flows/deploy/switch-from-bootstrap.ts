import { Fault } from "../../domain/fault.ts";
import { member } from "../../domain/plans/members.ts";
import { monitorSettings, type RecoveryDefaults } from "../../domain/plans/monitor-settings.ts";
import { answeringRedises } from "../../domain/topology.ts";
import type { TopologyReader } from "../read-topology.ts";
import type { SwitchOver as HandOver } from "../switch-over.ts";
import type { SwitchOver } from "./deploy-deps.ts";

type Deps = {
  readonly reader: TopologyReader;
  readonly handOver: HandOver;
  readonly defaults: RecoveryDefaults;
};

/** Longer than a hand-over takes, short for a client. Milliseconds. */
const pauseMs = 2_000;

/**
 * A planned hand-over from the bootstrap master, which no Sentinel monitors: they find the new one by themselves. Throws
 * `redis-refused` where it stays master.
 */
export function createSwitchFromBootstrap({ reader, handOver, defaults }: Deps): SwitchOver {
  return async function switchFromBootstrap({ group, from, to, access, tell }) {
    const topology = await reader.read(group);
    const members = answeringRedises(topology).map(({ pod }) => member(pod));
    const [old, next] = [from, to].map((name) => members.find(({ pod }) => pod === name));
    if (old === undefined || next === undefined) throw new Fault("redis-refused", `${from} or ${to} does not answer.`);
    const outcome = await handOver({
      from: old,
      to: next,
      followers: members.filter((one) => one !== old && one !== next),
      cues: { epoch: 0, cues: [] },
      settings: monitorSettings(topology, defaults),
      isLeaving: true,
      pauseMs,
      access,
      tell: (detail) => tell("redis-command", detail),
    });
    if (outcome.kind === "kept") throw new Fault("redis-refused", `${from} stays master: ${outcome.because}.`);
    return outcome.gapMs === undefined ? {} : { gapMs: outcome.gapMs };
  };
}
