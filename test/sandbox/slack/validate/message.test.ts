import { describe, expect, test } from "vitest";
import type { JsonObject } from "../json.ts";
import { messageProblems } from "./message.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const section = (text: string) => ({ type: "section", text: mrkdwn(text) });
const button = (fields: JsonObject) => ({ type: "button", text: plain("Go"), action_id: "go", ...fields });
const actions = (...elements: readonly JsonObject[]) => ({ type: "actions", elements });
const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const rich = (text: string) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
});
const task = (status: string) => ({ type: "task_card", task_id: "t1", title: "Promote redis-1", status });
const raw = (text: string) => ({ type: "raw_text", text });

describe("a message is refused with Slack's words and the place", () => {
  const cases: readonly [string, readonly JsonObject[], string][] = [
    [
      "a section over 3000",
      [section("x".repeat(3001))],
      "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ],
    ["an empty section", [section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"],
    ["a section of nothing", [{ type: "section" }], "must define either `text` or `fields` [json-pointer:/blocks/0]"],
    [
      "a field over 2000",
      [{ type: "section", fields: [mrkdwn("x".repeat(2001))] }],
      "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ],
    [
      "11 fields",
      [{ type: "section", fields: times(11, () => mrkdwn("x")) }],
      "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ],
    [
      "a header over 150",
      [{ type: "header", text: plain("x".repeat(151)) }],
      "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ],
    [
      "a header in mrkdwn",
      [{ type: "header", text: mrkdwn("x") }],
      "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ],
    ["51 blocks", times(51, () => ({ type: "divider" })), "no more than 50 items allowed [json-pointer:/blocks]"],
    [
      "11 context elements",
      [{ type: "context", elements: times(11, () => mrkdwn("x")) }],
      "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ],
    [
      "26 actions",
      [actions(...times(26, (index) => button({ action_id: `a${index}` })))],
      "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ],
    ["no action", [actions()], "must provide at least 1 items [json-pointer:/blocks/0/elements]"],
    [
      "the same action id twice in a block",
      [actions(button({}), button({}))],
      '`action_id` "go" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      "the same block id twice",
      [
        { type: "divider", block_id: "b" },
        { type: "divider", block_id: "b" },
      ],
      '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      "a button's text over 75",
      [actions(button({ text: plain("x".repeat(76)) }))],
      "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ],
    [
      "a button's value over 2000",
      [actions(button({ value: "x".repeat(2001) }))],
      "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ],
    [
      "an action id over 255",
      [actions(button({ action_id: "x".repeat(256) }))],
      "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ],
    [
      "a style that Slack has not",
      [actions(button({ style: "warning" }))],
      "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
    ],
    [
      "a confirm text over 300",
      [
        actions(
          button({
            confirm: { title: plain("a"), text: plain("x".repeat(301)), confirm: plain("Yes"), deny: plain("No") },
          }),
        ),
      ],
      "must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]",
    ],
    [
      "an option's value over 150",
      [actions({ type: "static_select", action_id: "s", options: [{ text: plain("a"), value: "x".repeat(151) }] })],
      "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]",
    ],
    [
      "101 options",
      [
        actions({
          type: "static_select",
          action_id: "s",
          options: times(101, (index) => ({ text: plain("a"), value: `${index}` })),
        }),
      ],
      "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ],
    [
      "six overflow options",
      [
        actions({
          type: "overflow",
          action_id: "o",
          options: times(6, (index) => ({ text: plain("a"), value: `${index}` })),
        }),
      ],
      "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ],
    ["an unknown block", [{ type: "sparkles" }], "unsupported type: sparkles [json-pointer:/blocks/0/type]"],
    [
      "an unknown field",
      [{ type: "divider", colour: "red" }],
      "invalid additional property: colour [json-pointer:/blocks/0]",
    ],
    ["a missing field", [{ type: "header" }], "missing required field: text [json-pointer:/blocks/0]"],
    ["an alert", [{ type: "alert", text: plain("Careful") }], "unsupported type: alert [json-pointer:/blocks/0/type]"],
    ["a lone pending task", [task("pending")], "must be a valid enum value [json-pointer:/blocks/0/status]"],
    [
      "a completed task",
      [{ type: "plan", title: "Recover", tasks: [task("completed")] }],
      "must be a valid enum value [json-pointer:/blocks/0/tasks/0/status]",
    ],
    [
      "a plan beside a task",
      [{ type: "plan", title: "Recover", tasks: [] }, task("complete")],
      "cannot mix `plan` and `task_card` blocks [json-pointer:/blocks]",
    ],
    [
      "a number in a table",
      [{ type: "table", rows: [[{ type: "raw_number", value: 1 }]] }],
      "unsupported type: raw_number [json-pointer:/blocks/0/rows/0/0/type]",
    ],
    [
      "a table of 101 rows",
      [{ type: "table", rows: times(101, () => [raw("x")]) }],
      "no more than 100 items allowed [json-pointer:/blocks/0/rows]",
    ],
    [
      "a table of 21 columns",
      [{ type: "table", rows: [times(21, () => raw("x"))] }],
      "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
    ],
    [
      "a data table without a caption",
      [{ type: "data_table", rows: [[raw("pod")], [raw("redis-0")]] }],
      "missing required field: caption [json-pointer:/blocks/0]",
    ],
    [
      "a data table whose header is rich",
      [{ type: "data_table", caption: "Pods", rows: [[rich("pod")], [raw("redis-0")]] }],
      "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]",
    ],
    [
      "a card's body over 200",
      [{ type: "card", body: mrkdwn("x".repeat(201)) }],
      "must be less than 201 characters [json-pointer:/blocks/0/body/text]",
    ],
    [
      "11 cards in a carousel",
      [{ type: "carousel", elements: times(11, () => ({ type: "card", title: mrkdwn("x") })) }],
      "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ],
    [
      "11 blocks in a container",
      [{ type: "container", title: plain("More"), child_blocks: times(11, () => ({ type: "divider" })) }],
      "no more than 10 items allowed [json-pointer:/blocks/0/child_blocks]",
    ],
    [
      "Markdown over 12000",
      [{ type: "markdown", text: "x".repeat(12_001) }],
      "must be less than 12001 characters [json-pointer:/blocks/0/text]",
    ],
    [
      "three charts",
      times(3, () => ({
        type: "data_visualization",
        title: "Lag",
        chart: { type: "pie", segments: [{ label: "a", value: 1 }] },
      })),
      "no more than 2 `data_visualization` blocks allowed [json-pointer:/blocks]",
    ],
  ];
  test.each(cases)("%s", (_title, blocks, problem) => {
    expect(messageProblems(blocks)).toEqual([problem]);
  });
});

test("everything that a message may hold passes at its very limits", () => {
  const blocks = [
    { type: "header", text: plain("x".repeat(150)) },
    { ...section("x".repeat(3_000)), accessory: button({ value: "x".repeat(2_000), style: "danger" }), expand: true },
    { type: "context", elements: times(10, () => mrkdwn("x")) },
    actions(...times(25, (index) => button({ action_id: `a${index}`, text: plain("x".repeat(75)) }))),
    { type: "plan", title: "Recover", tasks: [{ ...task("pending"), details: rich("why") }, task("in_progress")] },
    { type: "table", rows: times(100, () => times(20, () => raw("x"))), column_settings: [{ align: "right" }] },
    {
      type: "data_table",
      caption: "Pods",
      rows: [
        [raw("pod"), raw("lag")],
        [raw("redis-0"), { type: "raw_number", value: 3 }],
      ],
      page_size: 100,
    },
    {
      type: "container",
      title: plain("More"),
      child_blocks: [section("x")],
      is_collapsible: true,
      default_collapsed: true,
    },
    { type: "carousel", elements: [{ type: "card", title: mrkdwn("redis-0"), actions: [button({})] }] },
    {
      type: "data_visualization",
      title: "Lag",
      chart: {
        type: "line",
        series: [{ name: "redis-0", data: [{ label: "10:00", value: 1 }] }],
        axis_config: { categories: ["10:00"], y_label: "bytes" },
      },
    },
  ];
  expect(messageProblems(blocks)).toEqual([]);
});
