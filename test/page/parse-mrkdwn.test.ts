import fc from "fast-check";
import { expect, test } from "vitest";
import { type JsonObject, objectsOf, textOf } from "../sandbox/slack/json.ts";
import { parseMrkdwn } from "../sandbox/slack/page/text/parse-mrkdwn.ts";

/** Each element as its type, its words and its marks. */
function read(text: string): readonly string[] {
  return parseMrkdwn(text).flatMap((block) => [
    `<${textOf(block["type"])}>`,
    ...objectsOf(block["elements"]).map(word),
  ]);
}

function word(element: JsonObject): string {
  const style = element["style"];
  const marks = typeof style === "object" && style !== null ? Object.keys(style) : [];
  const { type: _type, style: _style, ...rest } = element;
  return [...marks, ...Object.values(rest)].join("|");
}

test("marks count at the edges of words, and may hold each other", () => {
  expect(read("*redis-0 _is_ down*, not snake_case_name or 2*3*4 or * this *")).toEqual([
    "<rich_text_section>",
    "bold|redis-0 ",
    "bold|italic|is",
    "bold| down",
    ", not snake_case_name or 2*3*4 or * this *",
  ]);
});

test("code is literal, also inside a mark", () => {
  expect(read("*see `a*b`* and `<@U1>`")).toEqual([
    "<rich_text_section>",
    "bold|see ",
    "bold|code|a*b",
    " and ",
    "code|<@U1>",
  ]);
});

test("quoted lines and fences stand for themselves", () => {
  expect(read("before\n&gt; quoted *line*\n> another\nafter```\nx\n\ny```")).toEqual([
    "<rich_text_section>",
    "before",
    "<rich_text_quote>",
    "quoted ",
    "bold|line",
    "\nanother",
    "<rich_text_section>",
    "after",
    "<rich_text_preformatted>",
    "x\n\ny",
  ]);
});

test("lines that Markdown would take for headings, rules or lists are text", () => {
  expect(read("# a\n---\n1. b\n    c $5")).toEqual(["<rich_text_section>", "# a\n---\n1. b\n    c $5"]);
});

test("only known emoji are emoji", () => {
  expect(read("12:30:15 :large_green_circle: :no_such_thing:")).toEqual([
    "<rich_text_section>",
    "12:30:15 ",
    "large_green_circle",
    " :no_such_thing:",
  ]);
});

test("no letter of a text without marks is lost", () => {
  const plainLetters = fc.stringMatching(/^[a-z0-9 .,;()#$%\n-]{1,60}$/);
  fc.assert(
    fc.property(plainLetters, (text) => {
      expect(read(text).slice(1).join("")).toBe(text);
    }),
  );
});
