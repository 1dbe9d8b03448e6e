import { expect, test } from "vitest";
import { helpTexts, verbs } from "../../src/domain/help-texts.ts";
import { parseCommand } from "../../src/domain/parse-command.ts";

test("every command has its help, and is listed once", () => {
  expect(verbs.toSorted()).toEqual(Object.keys(helpTexts).toSorted());
});

test.each(verbs)("the help of %s fits a phone, and its usage is understood as it is written", (verb) => {
  const { usage, short, long } = helpTexts[verb];
  expect(short.length).toBeLessThanOrEqual(80);
  expect(long.length).toBeLessThanOrEqual(400);
  const typed = (usage.split(" | ")[0] ?? "")
    .replace("/redis", "")
    .replace(/\[[^\]]*\]/g, "")
    .replace("<id>", "k2m4n5p6")
    .replace("<namespace>", "shop");
  expect(parseCommand(typed, { nowMs: 0 }).kind).toBe(verb);
});
