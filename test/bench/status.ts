import { createRedisFleet } from "../../src/redis/redis-fleet.ts";
import { createFakeLog } from "../fakes/log.ts";
import { startBotCore } from "./bot-core.ts";
import { byTurns, type Figure, quantile, timed } from "./measure.ts";

const rounds = 200;

/** `/redis status` of six nodes, diagnosed, against the slowest one of six probes that are made one by one. */
export async function benchStatus(): Promise<readonly Figure[]> {
  const bot = await startBotCore();
  const fleet = createRedisFleet({ timeoutMs: 900, log: createFakeLog() });
  const access = { masterName: bot.group.masterName };
  const probes = [
    ...bot.group.redises.map(
      ({ address }) =>
        () =>
          fleet.probeRedis(address, access),
    ),
    ...bot.group.sentinels.map(
      ({ address }) =>
        () =>
          fleet.probeSentinel(address, access),
    ),
  ];
  const slowest = async () => {
    const times: number[] = [];
    for (const probe of probes) times.push(await timed(probe));
    return Math.max(...times);
  };
  try {
    // Once for the connections.
    await Promise.all([slowest(), bot.showStatus()]);
    const { ours, floor } = await byTurns(rounds, () => timed(bot.showStatus), slowest);
    return [
      {
        name: "/redis status of six nodes, against the slowest of six single probes",
        ours: quantile(ours, 0.5),
        floor: quantile(floor, 0.5),
        unit: "ms",
        goal: 1.5,
      },
    ];
  } finally {
    fleet.close();
    await bot.close();
  }
}
