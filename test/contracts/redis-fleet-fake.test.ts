import { createFakeRedisGroup } from "../fakes/redis-fleet.ts";
import type { FleetUnderTest } from "./fleet-under-test.ts";
import { describeRedisFleet } from "./redis-fleet.ts";

describeRedisFleet("fake", async (): Promise<FleetUnderTest> => {
  const redises = [redis(1), redis(2), redis(3)] as const;
  const sentinels = [sentinel(1), sentinel(2), sentinel(3)] as const;
  const access = { masterName: "mymaster", password: "correct-horse-47" };
  const fleet = createFakeRedisGroup({ redises, sentinels }, access);
  return {
    fleet,
    access,
    redises,
    sentinels,
    write: async (address, keys) => fleet.write(address, keys),
    kill: async (address) => fleet.kill(address),
    freeze: async (address) => fleet.setSilent(address),
    thaw: async (address) => fleet.setAnswer(address, undefined),
    restartEmpty: async (address) => fleet.restart(address),
    close: async () => {},
  };
});

function redis(last: number) {
  return { host: `10.0.0.${last}`, port: 6379 };
}

function sentinel(last: number) {
  return { host: `10.0.1.${last}`, port: 26379 };
}
