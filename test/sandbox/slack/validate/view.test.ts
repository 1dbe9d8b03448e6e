import { describe, expect, test } from "vitest";
import type { JsonObject } from "../json.ts";
import { viewProblems } from "./view.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const modal = (fields: JsonObject) => ({ type: "modal", title: plain("Recover"), blocks: [], ...fields });
const input = { type: "input", label: plain("Why"), element: { type: "plain_text_input", action_id: "why" } };

describe("a view is refused with Slack's words and the place", () => {
  const cases: readonly [string, JsonObject, string][] = [
    [
      "a title over 24",
      modal({ title: plain("x".repeat(25)) }),
      "must be less than 25 characters [json-pointer:/view/title/text]",
    ],
    ["a missing title", { type: "modal", blocks: [] }, "missing required field: title [json-pointer:/view]"],
    [
      "101 blocks",
      modal({ blocks: times(101, () => ({ type: "divider" })) }),
      "no more than 100 items allowed [json-pointer:/view/blocks]",
    ],
    [
      "metadata over 3000",
      modal({ private_metadata: "x".repeat(3_001) }),
      "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ],
    [
      "an input without a submit button",
      modal({ blocks: [input] }),
      "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]",
    ],
    [
      "an alert over 200",
      modal({ blocks: [{ type: "alert", level: "error", text: plain("x".repeat(201)) }] }),
      "must be less than 201 characters [json-pointer:/view/blocks/0/text/text]",
    ],
    [
      "a title on a Home tab",
      { type: "home", title: plain("Home"), blocks: [] },
      "invalid additional property: title [json-pointer:/view]",
    ],
    [
      "an alert on a Home tab",
      { type: "home", blocks: [{ type: "alert", text: plain("x") }] },
      "unsupported type: alert [json-pointer:/view/blocks/0/type]",
    ],
  ];
  test.each(cases)("%s", (_title, view, problem) => {
    expect(viewProblems(view)).toEqual([problem]);
  });
});

test("a modal with an alert and an input passes", () => {
  const alert = { type: "alert", level: "error", text: mrkdwn("Two replicas would be lost") };
  expect(viewProblems(modal({ submit: plain("Recover"), blocks: [alert, input] }))).toEqual([]);
});
