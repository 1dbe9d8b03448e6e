import { describe } from "vitest";
import type { FleetUnderTest } from "./fleet-under-test.ts";
import { describeActs } from "./redis-fleet-acts.ts";
import { describeReading } from "./redis-fleet-reading.ts";

/** What every `RedisFleet` keeps to, the real one and the fake. Each test gets a group of its own where it changes it. */
export function describeRedisFleet(name: string, start: () => Promise<FleetUnderTest>): void {
  describe(`${name}: reading`, () => describeReading(start));
  describe(`${name}: acting`, () => describeActs(start));
}
