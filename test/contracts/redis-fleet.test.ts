import type { Address } from "../../src/domain/topology.ts";
import { createRedisFleet } from "../../src/redis/redis-fleet.ts";
import { startRedisGroup } from "../sandbox/redis-group.ts";
import type { FleetUnderTest } from "./fleet-under-test.ts";
import { describeRedisFleet } from "./redis-fleet.ts";
import { three } from "./three.ts";

const log = { debug() {}, info() {}, warn() {}, error() {} };
const password = "correct-horse-47";

describeRedisFleet("real processes", async (): Promise<FleetUnderTest> => {
  // Long enough for no test to meet an automatic failover.
  const group = await startRedisGroup({ password, downAfterMs: 30_000 });
  const fleet = createRedisFleet({ timeoutMs: 900, log });
  const member = (address: Address) => {
    const found = [...group.redises, ...group.sentinels].find((process) => process.address.host === address.host);
    if (found === undefined) throw new Error(`${address.host} is no member.`);
    return found;
  };
  return {
    fleet,
    access: { masterName: group.masterName, password },
    redises: three(group.redises.map(({ address }) => address)),
    sentinels: three(group.sentinels.map(({ address }) => address)),
    write: async (redis, keys) => {
      await member(redis).command("EVAL", script, "0", `${keys}`);
    },
    kill: (address) => member(address).kill(),
    freeze: async (address) => member(address).freeze(),
    thaw: async (address) => member(address).thaw(),
    restartEmpty: (redis) => member(redis).restart(group.redisArgs(redis)),
    close: async () => {
      fleet.close();
      await group.close();
    },
  };
});

const script = `local first = redis.call("DBSIZE")
for i = 1, tonumber(ARGV[1]) do redis.call("SET", "key:" .. (first + i), "x") end`;
