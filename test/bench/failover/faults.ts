import type { Timers } from "./deploy.ts";
import type { Goal, MeasuredFault } from "./fault.ts";
import { breakNode, offTheGateway } from "./node-faults.ts";
import { askForFailover } from "./planned-failover.ts";
import { deleteMaster, deletePods, drainNode, rollOut } from "./pod-faults.ts";
import { freshMaster, killMaster, oneKillEach } from "./process-faults.ts";

const nothing = { kind: "none" } as const;
// The process ends a moment after its master was looked up and the signal sent.
const killed = { kind: "unreplicated", untilMs: 100 } as const;

/** What can be made to happen, with what is to be reached (issue 4) and what others reached on the same cluster. */
export const faults: readonly MeasuredFault[] = [
  {
    id: "kill",
    title: "master's process killed, bot down",
    bot: "down",
    goal: () => ({ gap: 2_000, loss: killed, wholeMs: 15_000 }),
    floor: "kill",
    others: {
      operator: "7716/31214/37207, nothing lost, 46 s",
      handWritten: "1064/1823/7198, the whole data set in 3 of 4, 7 s",
    },
    prepare: freshMaster,
    make: killMaster,
  },
  {
    id: "kill-again",
    title: "the same, a second time within ten minutes",
    bot: "down",
    goal: () => ({ gap: 6_000, loss: killed, wholeMs: 15_000 }),
    floor: "kill",
    prepare: oneKillEach,
    make: killMaster,
  },
  {
    id: "kill-bot-up",
    title: "master's process killed, bot up",
    bot: "up",
    goal: () => ({ gap: 300, loss: killed, wholeMs: 10_000 }),
    floor: "kill",
    prepare: freshMaster,
    make: killMaster,
  },
  {
    id: "delete-master",
    title: "master's pod deleted",
    bot: "any",
    goal: () => ({ gap: 250, loss: nothing, wholeMs: 10_000 }),
    floor: "sentinel-failover",
    others: {
      operator: "87/110/132, about 200 lost, 77 s",
      handWritten: "2176/2623/3306, 807-906 lost, 22 s",
    },
    make: deleteMaster,
  },
  {
    id: "drain",
    title: "master's node drained",
    bot: "any",
    goal: () => ({ gap: 250, loss: nothing, wholeMs: 10_000 }),
    floor: "sentinel-failover",
    make: drainNode,
  },
  {
    id: "delete-redis",
    title: "all Redis pods deleted",
    bot: "any",
    goal: () => ({ gap: 300, loss: nothing, wholeMs: 20_000 }),
    floor: "sentinel-failover",
    others: {
      operator: "11443/12289/19482, data set and up to 6,228 writes",
      handWritten: "1459/1728/2814, data set, 68 s",
    },
    make: (stage) => deletePods(stage, "redis-ha/set=redis"),
  },
  {
    id: "delete-all",
    title: "all pods deleted",
    bot: "any",
    goal: () => ({ gap: 300, loss: nothing, wholeMs: 20_000 }),
    floor: "sentinel-failover",
    make: (stage) => deletePods(stage, "app.kubernetes.io/name=redis-ha"),
  },
  {
    id: "delete-sentinels",
    title: "all Sentinels deleted",
    bot: "any",
    // No gap: nothing beyond what the machine itself makes of a write every 5 ms.
    goal: () => ({ gap: 50, loss: nothing, wholeMs: 5_000 }),
    floor: "kill-sentinels",
    others: { operator: "no gap, 21 s", handWritten: "no gap, 4 s" },
    make: (stage) => deletePods(stage, "redis-ha/set=redis-sentinel"),
  },
  {
    id: "roll",
    title: "rolled pod by pod",
    bot: "any",
    goal: () => ({ gap: 250, loss: nothing, wholeMs: 45_000 }),
    floor: "sentinel-failover",
    others: { operator: "126, 218-419 lost, 219 s", handWritten: "2523, 989-2368 lost, 66 s" },
    make: rollOut,
  },
  {
    id: "node-crash",
    title: "master's node crashed, booted after 20 s",
    bot: "any",
    goal: ofNode,
    floor: "freeze",
    others: {
      operator: "5843/6421/7033, nothing lost, 47 s",
      handWritten: "6095/6096/7092, nothing lost, 20 s",
    },
    prepare: offTheGateway,
    make: (stage) => breakNode(stage, "crash", "boot"),
  },
  {
    id: "node-cut",
    title: "master's node cut, healed after 20 s",
    bot: "any",
    goal: ofNode,
    floor: "freeze",
    others: { operator: "7548, 46 s", handWritten: "7591, 63 s" },
    prepare: offTheGateway,
    make: (stage) => breakNode(stage, "cut", "heal"),
  },
  {
    id: "node-freeze",
    title: "master's node frozen, thawed after 20 s",
    bot: "any",
    goal: ofNode,
    floor: "freeze",
    prepare: offTheGateway,
    make: (stage) => breakNode(stage, "freeze", "thaw"),
  },
  {
    id: "failover",
    title: "/redis failover",
    bot: "up",
    goal: () => ({ gap: { floor: 1.2 }, loss: nothing, wholeMs: 5_000 }),
    floor: "shortest-script",
    make: askForFailover,
  },
];

/** Silence is Sentinel's to judge; a master that is cut off takes writes for as long as its replicas' last word counts. */
function ofNode({ DOWN_AFTER_MS, maxLagMs }: Timers): Goal {
  return { gap: DOWN_AFTER_MS + 1_000, loss: { kind: "unreplicated", untilMs: maxLagMs + 1_000 }, wholeMs: 15_000 };
}
