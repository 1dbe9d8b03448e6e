import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeStep } from "../../../src/domain/plans/describe-step.ts";
import { member, stepsOfEachKind } from "../../slack/job-literals.ts";

const namespace = "strathberry-staging";
const kubectl = `kubectl -n ${namespace}`;
const inSentinel = (i: number) => `${kubectl} exec redis-sentinel-${i} -c sentinel -- redis-cli -p 26379 sentinel`;
const file = "$" + "{CONF_DIR:-/tmp}/sentinel.conf";
const start = `sh -c 'cat >${file} && redis-sentinel ${file} --daemonize yes' <<EOF`;
const confOf = (ip: string) =>
  [
    "port 26379",
    `sentinel announce-ip ${ip}`,
    "sentinel monitor mymaster 10.0.0.12 6379 2",
    "sentinel down-after-milliseconds mymaster 5000",
    "sentinel failover-timeout mymaster 60000",
    "sentinel parallel-syncs mymaster 1",
    "protected-mode no",
    "EOF",
  ].join("\n");

/** The runbook's "Recovery" by hand, and what it leaves out. */
const typed: Readonly<Record<string, { readonly text: string; readonly commands: readonly string[] }>> = {
  promote: {
    text: "Make redis-1 the master",
    commands: [`${kubectl} exec redis-1 -c redis -- redis-cli replicaof no one`],
  },
  follow: {
    text: "Let redis-0 and redis-2 replicate from redis-1, and wait until in sync",
    commands: [0, 2].map((i) => `${kubectl} exec redis-${i} -c redis -- redis-cli replicaof 10.0.0.12 6379`),
  },
  "switch-over": {
    text: "Hand over from redis-0 to redis-1: pause writes for at most 2000 ms, wait until it has everything, promote it; redis-0 and redis-2 follow, the Sentinels are told",
    commands: [
      `${kubectl} exec redis-0 -c redis -- redis-cli client pause 2000 write`,
      `${kubectl} exec redis-1 -c redis -- redis-cli info replication`,
      `${kubectl} exec redis-1 -c redis -- redis-cli replicaof no one`,
      ...[0, 2].map((i) => `${kubectl} exec redis-${i} -c redis -- redis-cli replicaof 10.0.0.12 6379`),
      ...[0, 1].map(
        (i) =>
          `${kubectl} exec redis-sentinel-${i} -c sentinel -- redis-cli -p 26379 publish __sentinel__:hello "<peer's ip>,<port>,<runid>,<epoch>,mymaster,10.0.0.12,6379,<epoch>"`,
      ),
      `${kubectl} exec redis-0 -c redis -- redis-cli client unpause`,
      `${kubectl} exec redis-0 -c redis -- redis-cli client kill type normal`,
    ],
  },
  "force-failover": {
    text: "Let redis-sentinel-0 fail over to redis-1",
    commands: [`${inSentinel(0)} failover mymaster`],
  },
  "forget-master": {
    text: "Let redis-sentinel-0 and redis-sentinel-1 forget mymaster, all before any is told of the new one",
    commands: [0, 1].map((i) => `${inSentinel(i)} remove mymaster`),
  },
  monitor: {
    text: "Let redis-sentinel-0 and redis-sentinel-1 monitor redis-1",
    commands: [0, 1].flatMap((i) => [
      `${inSentinel(i)} monitor mymaster 10.0.0.12 6379 2`,
      `${inSentinel(i)} set mymaster down-after-milliseconds 5000 failover-timeout 60000 parallel-syncs 1`,
    ]),
  },
  "start-sentinel": {
    text: "Start the Sentinels that wait in redis-sentinel-0 and redis-sentinel-1, monitoring redis-1",
    commands: [0, 1].map(
      (i) => `${kubectl} exec -i redis-sentinel-${i} -c sentinel -- ${start}\n${confOf(`10.0.1.1${i + 1}`)}`,
    ),
  },
  "label-master": {
    text: "Let the Service find redis-1 as the master",
    commands: [
      `${kubectl} label pod redis-0 --overwrite redis-role-`,
      `${kubectl} label pod redis-2 --overwrite redis-role-`,
      `${kubectl} label pod redis-1 --overwrite redis-role=master`,
    ],
  },
  verify: {
    text: "Prove it: one master, every replica in sync, every Sentinel naming it with exact lists, a marker read back",
    commands: [
      `${kubectl} exec redis-1 -c redis -- redis-cli set redis-ha-bot:marker now ex 60`,
      `${inSentinel(0)} master mymaster`,
    ],
  },
  hold: { text: "Watch for 15 s that it stays so", commands: [] },
};

describe("the line that a person would type", () => {
  test.each(stepsOfEachKind.map((step) => [step.kind, step] as const))("for %s", (kind, step) => {
    expect(describeStep(step, namespace)).toEqual(typed[kind]);
  });

  test("names the port of a Redis that does not listen on the usual one", () => {
    const { commands } = describeStep({ kind: "promote", redis: member("redis-1", "10.0.0.12", 6380) }, namespace);
    expect(commands).toEqual([`${kubectl} exec redis-1 -c redis -- redis-cli -p 6380 replicaof no one`]);
  });
});

test("no step asks for a password or shows one", () => {
  fc.assert(
    fc.property(fc.constantFrom(...stepsOfEachKind), (step) => {
      const { text, commands } = describeStep(step, namespace);
      expect([text, ...commands].join("\n")).not.toMatch(/ -a |--pass|auth|requirepass/i);
    }),
  );
});
