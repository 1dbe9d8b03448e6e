import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatSentinelEvent, masterNameOf, parseSentinelEvent } from "../../src/domain/sentinel-event.ts";

const id = "33071f7c88ad78dc67bfe63b94747cb7d1dd744a";
const r1 = { host: "10.0.0.1", port: 6379 };
const r2 = { host: "10.0.0.2", port: 6379 };
const master = { type: "master", name: "mymaster", ...r1 };
const replica = { type: "slave", name: "10.0.0.2:6379", ...r2, master: { name: "mymaster", ...r1 } };
const sentinel = { type: "sentinel", name: id, host: "10.0.0.9", port: 26379, master: { name: "mymaster", ...r1 } };
const ofReplica = "slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 10.0.0.1 6379";
const ofSentinel = `sentinel ${id} 10.0.0.9 26379 @ mymaster 10.0.0.1 6379`;

describe("a line about a master, a replica or a Sentinel", () => {
  test.each([
    ["+sdown", "master mymaster 10.0.0.1 6379", master, ""],
    ["+odown", "master mymaster 10.0.0.1 6379 #quorum 3/2", master, "#quorum 3/2"],
    ["-odown", "master mymaster 10.0.0.1 6379", master, ""],
    ["+try-failover", "master mymaster 10.0.0.1 6379", master, ""],
    ["+elected-leader", "master mymaster 10.0.0.1 6379", master, ""],
    ["+failover-end", "master mymaster 10.0.0.1 6379", master, ""],
    ["-failover-abort-no-good-slave", "master mymaster 10.0.0.1 6379", master, ""],
    ["-failover-abort-not-elected", "master mymaster 10.0.0.1 6379", master, ""],
    ["+reboot", "master mymaster 10.0.0.1 6379", master, ""],
    ["+reset-master", "master mymaster 10.0.0.1 6379", master, ""],
    ["-monitor", "master mymaster 10.0.0.1 6379", master, ""],
    ["+monitor", "master mymaster 10.0.0.1 6379 quorum 2", master, "quorum 2"],
    ["+set", "master mymaster 10.0.0.1 6379 parallel-syncs 1", master, "parallel-syncs 1"],
    ["+set", "master mymaster 10.0.0.1 6379 auth-pass ******", master, "auth-pass ******"],
    [
      "+sentinel-address-switch",
      `master mymaster 10.0.0.1 6379 ip 10.0.0.9 port 26379 for ${id}`,
      master,
      `ip 10.0.0.9 port 26379 for ${id}`,
    ],
    ["-role-change", `${ofReplica} new reported role is master`, replica, "new reported role is master"],
    ["+slave", ofReplica, replica, ""],
    ["+convert-to-slave", ofReplica, replica, ""],
    ["+fix-slave-config", ofReplica, replica, ""],
    ["+selected-slave", ofReplica, replica, ""],
    ["+slave-reconf-done", ofReplica, replica, ""],
    ["+sentinel", ofSentinel, sentinel, ""],
    ["+config-update-from", ofSentinel, sentinel, ""],
  ])("%s %s", (channel, payload, subject, details) => {
    expect(parseSentinelEvent(channel, payload)).toEqual({ kind: "subject", channel, subject, details });
  });
});

describe("lines with a form of their own", () => {
  test("+switch-master names where from and where to", () => {
    expect(parseSentinelEvent("+switch-master", "mymaster 10.0.0.1 6379 10.0.0.2 6379")).toEqual({
      kind: "switch-master",
      masterName: "mymaster",
      from: r1,
      to: r2,
    });
  });

  test("+new-epoch carries the epoch alone", () => {
    expect(parseSentinelEvent("+new-epoch", "17")).toEqual({ kind: "new-epoch", epoch: 17 });
  });

  test("+vote-for-leader names the candidate and the epoch", () => {
    expect(parseSentinelEvent("+vote-for-leader", `${id} 1`)).toEqual({ kind: "vote", candidate: id, epoch: 1 });
  });

  test("+tilt and -tilt say whether TILT began", () => {
    expect(parseSentinelEvent("+tilt", "#tilt mode entered")).toEqual({ kind: "tilt", entered: true });
    expect(parseSentinelEvent("-tilt", "#tilt mode exited")).toEqual({ kind: "tilt", entered: false });
  });

  test("IPv6 addresses are addresses", () => {
    expect(parseSentinelEvent("+switch-master", "mymaster fd00::1 6379 fd00::2 6379")).toMatchObject({
      to: { host: "fd00::2", port: 6379 },
    });
  });
});

describe("a form that is not known", () => {
  test.each([
    ["-script-error", "/scripts/notify.sh 0 1"],
    ["+switch-master", "mymaster 10.0.0.1 6379 10.0.0.2"],
    ["+switch-master", "mymaster 10.0.0.1 6379 10.0.0.2 6379 more"],
    ["+new-epoch", "soon"],
    ["+vote-for-leader", id],
    ["+tilt", "#tilt mode left"],
    ["+sdown", "master mymaster 10.0.0.1 06379"],
    ["+sdown", "master mymaster 10.0.0.1"],
    ["+sdown", "master mymaster 10.0.0.1 6379 "],
    ["", ""],
  ])("%s %j is kept as it is", (channel, payload) => {
    expect(parseSentinelEvent(channel, payload)).toEqual({ kind: "unknown", channel, payload });
  });
});

test("whatever a Sentinel publishes is written back the same", () => {
  const word = fc.constantFrom("master", "slave", "sentinel", "@", "mymaster", "10.0.0.1", "6379", "007", "#", "");
  const channel = fc.oneof(
    fc.constantFrom("+switch-master", "+new-epoch", "+vote-for-leader", "+tilt", "-tilt", "+sdown"),
    fc.string(),
  );
  const payload = fc.oneof(
    fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")),
    fc.string(),
  );
  fc.assert(
    fc.property(channel, payload, (on, text) => {
      expect(formatSentinelEvent(parseSentinelEvent(on, text))).toEqual({ channel: on, payload: text });
    }),
    { numRuns: 1000 },
  );
});

test("a line is about a master name, or about the Sentinel as a whole", () => {
  expect(masterNameOf(parseSentinelEvent("+sdown", ofReplica))).toBe("mymaster");
  expect(masterNameOf(parseSentinelEvent("+sdown", "master shop 10.0.0.1 6379"))).toBe("shop");
  expect(masterNameOf(parseSentinelEvent("+switch-master", "shop 10.0.0.1 6379 10.0.0.2 6379"))).toBe("shop");
  expect(masterNameOf(parseSentinelEvent("+new-epoch", "3"))).toBeUndefined();
});
