import { expect, test } from "vitest";
import { parseInfo } from "../../src/redis/parse-info.ts";
import { parseKeyspace } from "../../src/redis/parse-keyspace.ts";
import { parsePairs, parseSetting } from "../../src/redis/parse-settings.ts";

test("INFO's lines become fields; titles and empty lines are left out", () => {
  const text = "# Server\r\nredis_version:7.0.15\r\nconfig_file:\r\n\r\n# Replication\r\nmaster_host:fd00::1\r\n";
  expect(parseInfo(text)).toEqual({ redis_version: "7.0.15", config_file: "", master_host: "fd00::1" });
});

test("keys are counted over all databases", () => {
  expect(parseKeyspace({ db0: "keys=2001,expires=3,avg_ttl=0", db11: "keys=4,expires=0,avg_ttl=0" })).toBe(2005);
  expect(parseKeyspace({ dbfilename: "dump.rdb" })).toBe(0);
});

test("a flat reply becomes fields, an odd one loses its last name", () => {
  expect(parsePairs(["ip", "10.0.0.1", "port", "6379"])).toEqual({ ip: "10.0.0.1", port: "6379" });
  expect(parsePairs(["ip", "10.0.0.1", "port"])).toEqual({ ip: "10.0.0.1" });
});

test("a setting is found under its new or its old name, and is undefined where it is no number", () => {
  const names = ["min-replicas-to-write", "min-slaves-to-write"];
  expect(parseSetting(["min-replicas-to-write", "1"], names)).toBe(1);
  expect(parseSetting(["min-slaves-to-write", "2"], names)).toBe(2);
  expect(parseSetting([], names)).toBeUndefined();
  expect(parseSetting(["min-replicas-to-write", "many"], names)).toBeUndefined();
});
