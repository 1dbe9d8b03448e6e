import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verbs } from "../../src/domain/help-texts.ts";
import { parseCommand } from "../../src/domain/parse-command.ts";

const nowMs = Date.UTC(2026, 10, 23);
const watched = [{ namespace: "shop-production", masterName: "mymaster" }];
const parse = (text: string) => parseCommand(text, { nowMs, watched });
const shop = { namespace: "shop" };
const dayMs = 86_400_000;

describe("what was meant", () => {
  test.each([
    ["", { kind: "menu" }],
    ["  ", { kind: "menu" }],
    ["status", { kind: "status" }],
    ["Status shop", { kind: "status", group: shop }],
    ["status shop/mymaster", { kind: "status", group: { ...shop, masterName: "mymaster" } }],
    ["status prod:shop", { kind: "status", group: { ...shop, context: "prod" } }],
    ["recover shop", { kind: "recover", group: shop, dryRun: false }],
    ["recover --dry-run shop", { kind: "recover", group: shop, dryRun: true }],
    ["recover shop —dry-run", { kind: "recover", group: shop, dryRun: true }],
    ["recover “shop” –dry-run", { kind: "recover", group: shop, dryRun: true }],
    ["failover shop", { kind: "failover", group: shop, dryRun: false }],
    [
      "failover shop --to redis-1 --dry-run",
      { kind: "failover", group: shop, options: { to: "redis-1" }, dryRun: true },
    ],
    ["failover —to=redis-2", { kind: "failover", options: { to: "redis-2" }, dryRun: false }],
    ["status ‘a—b’", { kind: "status", group: { namespace: "a--b" } }],
    ["status strathberry‑staging", { kind: "status", group: { namespace: "strathberry-staging" } }],
    ["job K2m4n5p6", { kind: "job", id: "k2m4n5p6" }],
    ["job `k2m4n5p6`", { kind: "job", id: "k2m4n5p6" }],
    ["audit", { kind: "audit" }],
    ["audit verify", { kind: "audit-verify" }],
    ["audit --since 7d", { kind: "audit", sinceMs: nowMs - 7 * dayMs }],
    ["audit —since 12h shop", { kind: "audit", group: shop, sinceMs: nowMs - dayMs / 2 }],
    ["audit --since=30m", { kind: "audit", sinceMs: nowMs - 1_800_000 }],
    ["audit shop --by <@U1|olga> --since 1d", { kind: "audit", group: shop, by: "U1", sinceMs: nowMs - dayMs }],
    ["audit --by <@U1>", { kind: "audit", by: "U1" }],
    ["audit --by U0OPERATOR", { kind: "audit", by: "U0OPERATOR" }],
    ["help RECOVER", { kind: "help", verb: "recover" }],
    ["whoami", { kind: "whoami" }],
  ])("%j is understood", (text, command) => {
    expect(parse(text)).toEqual(command);
  });
});

describe("mistakes", () => {
  test.each([
    ["statsu", "/redis status", '"statsu" is no command of this bot.'],
    ["recovr shop --dry-run", "/redis recover shop --dry-run", '"recovr" is no command'],
    [
      "shop-production/mymaster",
      "/redis status shop-production/mymaster",
      "is a group: the command before it is missing",
    ],
    ["Shop-production", "/redis status shop-production", "is a group"],
    ["shop-production/other", undefined, "is no command"],
    ["banana", undefined, '"banana" is no command'],
    ["recover --dry-rnu", "--dry-run", 'has no option "--dry-rnu"'],
    ["failover shop --to", undefined, "--to needs the name of a pod."],
    ["failover shop --to REDIS_1", undefined, "is no pod's name"],
    ["failover shop --too redis-1", undefined, 'has no option "--too"'],
    ["recover -x", undefined, 'has no option "-x"'],
    ["status --dry-run", undefined, "/redis status has no option"],
    ["status Shop", "/redis status shop", '"Shop" is no group'],
    ["status a/b/c", undefined, '"a/b/c" is no group'],
    ["status a b", undefined, '"b" is too much: one group at a time.'],
    ["whoami now", undefined, 'takes nothing more: "now"'],
    ["job", "/redis jobs", "Its id is missing"],
    ["job 123", undefined, "no job's id"],
    ["job k2m4n5p6 k2m4n5p7", undefined, "one job at a time"],
    ["audit --snice 7d", "--since", 'no option "--snice"'],
    ["audit --since", undefined, "--since takes a time such as 30m, 12h or 7d."],
    ["audit --since yesterday", undefined, 'not "yesterday"'],
    ["audit --by @olga", undefined, "pick the name from the list that Slack offers"],
    ["help recovr", "/redis help recover", 'no command "recovr"'],
  ])("%j gets the nearest right one, what is wrong, and the usage", (text, near, problem) => {
    const answer = parse(text);
    expect(answer).toMatchObject({ kind: "mistake", problem: expect.stringContaining(problem) });
    expect("nearest" in answer ? answer.nearest : undefined).toBe(near);
    expect("usage" in answer && answer.usage).toMatch(/^\/redis/);
  });

  test("what was typed is shown back only so far", () => {
    const answer = parse(`${"🙂".repeat(3000)}`);
    expect(answer.kind === "mistake" && answer.problem.length).toBeLessThan(200);
  });
});

test("never throws, and always answers", () => {
  const word = fc.oneof(
    fc.constantFrom(...verbs, "--since", "--by", "—dry-run", "7d", "<@U1|x>", "shop", "verify", "=", "--", "__proto__"),
    fc.string({ unit: "binary" }),
  );
  const kinds = [...verbs, "audit-verify", "mistake"];
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      expect(kinds).toContain(parse(words.join(" ")).kind);
    }),
  );
});

test("a text of Slack's greatest length is answered", () => {
  expect(parse(`audit ${"a ".repeat(20_000)}`).kind).toBe("mistake");
});
