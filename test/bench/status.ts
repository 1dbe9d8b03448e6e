import { createRedisFleet } from "../../src/redis/redis-fleet.ts";
import { createFakeLog } from "../fakes/log.ts";
import { freePort } from "../sandbox/free-port.ts";
import { startBotCore } from "./bot-core.ts";
import { startLinks } from "./links.ts";
import { byTurns, type Figure, quantile, timed } from "./measure.ts";

const rounds = 200;
/** One way, as between two zones of a region. On loopback the six probes only share our own processor. */
const linkMs = 2;

/** `/redis status` of six nodes, diagnosed, against the slowest one of six probes that are made one by one. */
export async function benchStatus(): Promise<readonly Figure[]> {
  return [await overLinks(linkMs, 1.5), await overLinks(0, undefined)];
}

async function overLinks(delayMs: number, goal: number | undefined): Promise<Figure> {
  const reached = new Map<string, { readonly host: string; readonly port: number }>();
  const bot = await startBotCore({ addressOf: (host) => reached.get(host) });
  const fleet = createRedisFleet({ timeoutMs: 900, log: createFakeLog() });
  const access = { masterName: bot.group.masterName };
  const members = [...bot.group.redises, ...bot.group.sentinels];
  for (const { address } of members) reached.set(address.host, { host: "127.0.0.1", port: await freePort() });
  const near = (host: string) => reached.get(host) ?? { host, port: 0 };
  const links = await startLinks(
    members.map(({ address }) => ({ from: near(address.host), to: address })),
    delayMs,
  );
  const probes = [
    ...bot.group.redises.map(
      ({ address }) =>
        () =>
          fleet.probeRedis(near(address.host), access),
    ),
    ...bot.group.sentinels.map(
      ({ address }) =>
        () =>
          fleet.probeSentinel(near(address.host), access),
    ),
  ];
  const slowest = async () => {
    const times: number[] = [];
    for (const probe of probes) times.push(await timed(probe));
    return Math.max(...times);
  };
  try {
    // For the connections, and for the compiler.
    for (let i = 0; i < 50; i += 1) await Promise.all([slowest(), bot.showStatus()]);
    const { ours, floor } = await byTurns(rounds, () => timed(bot.showStatus), slowest);
    return {
      name: `/redis status of six nodes, ${delayMs * 2} ms of network there and back, against the slowest of six single probes`,
      ours: quantile(ours, 0.5),
      floor: quantile(floor, 0.5),
      unit: "ms",
      ...(goal !== undefined && { goal }),
    };
  } finally {
    links.close();
    fleet.close();
    await bot.close();
  }
}
