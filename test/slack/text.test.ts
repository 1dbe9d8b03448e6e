import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupMark, markedGroup } from "../../src/slack/blocks/group-mark.ts";
import { clipped, clippedMiddle, escaped, escapedCode, fitting, pages } from "../../src/slack/blocks/text.ts";

const decoded = (text: string) =>
  text.replaceAll("\u2060", "").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

describe("escaped", () => {
  test("names with marks inside stay as they are, to be copied", () => {
    expect(escaped("my_master_1 a*b")).toBe("my_master_1 a*b");
  });

  test("nothing is lost", () => {
    const text = fc.string({ unit: "binary" }).filter((one) => !one.includes("\u2060"));
    fc.assert(fc.property(text, (one) => decoded(escaped(one)) === one && decoded(escapedCode(one)) === one));
  });

  test("code cannot end its own block", () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom("`", "a") }), (one) => !escapedCode(one).includes("``")));
  });
});

test("a cut leaves no half entity, mention or character, and is never longer than asked", () => {
  const unit = fc.constantFrom("&amp;", "<@U123>", "🙂", "a", "&lt;");
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 40 }), fc.integer({ min: 10, max: 80 }), (parts, most) => {
      const cut = clipped(parts.join(""), most).replace(/ …$/, "");
      expect(cut.length).toBeLessThanOrEqual(most);
      expect(cut.replaceAll(/&amp;|&lt;|<@U123>|🙂|a/gu, "")).toBe("");
    }),
  );
});

test("names that differ at their ends alone stay apart", () => {
  const name = "n".repeat(90);
  const cut = [`a${name}`, `b${name}`, `${name}a`, `${name}b`].map((one) => clippedMiddle(one, 75));
  expect(new Set(cut).size).toBe(4);
  expect(cut.every((one) => one.length <= 75)).toBe(true);
});

test("lines that do not fit are counted, and every line is shown or counted", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 900 })),
      fc.integer({ min: 200, max: 3000 }),
      (lines, most) => {
        const kept = fitting(lines, most);
        const [, more = "0"] = /^… and (\d+) more$/.exec(kept.at(-1) ?? "") ?? [];
        expect(kept.join("\n").length).toBeLessThanOrEqual(most);
        expect(more === "0" ? kept.length : kept.length - 1 + Number(more)).toBe(lines.length);
      },
    ),
  );
});

test("pages hold every line in its order, and no two that would fit in one", () => {
  expect(pages(["aaa", "bbb", "ccc"], 7)).toEqual(["aaa\nbbb", "ccc"]);
  expect(pages([], 7)).toEqual([]);
});

test("a group is found again by its mark, however long its name; a mark of no watched group is nobody's", () => {
  const short = { namespace: "shop" };
  const long = { context: "c".repeat(128), namespace: "n".repeat(63), masterName: "m".repeat(64) };
  expect([groupMark(short), groupMark(long).length]).toEqual(["shop", 41]);
  expect(markedGroup(groupMark(short), [])).toEqual(short);
  expect(markedGroup(groupMark(long), [short, long])).toBe(long);
  expect(markedGroup(groupMark(long), [short])).toBeUndefined();
});
