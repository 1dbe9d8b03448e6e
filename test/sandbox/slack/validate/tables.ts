import { block } from "./basic-blocks.ts";
import { boolean, byType, type Check, list, number, object, oneOf, optional, string } from "./check.ts";
import { richText } from "./rich-text.ts";

const mostColumns = 20;
const rawText = object({ type: oneOf("raw_text"), text: string({ min: 0 }) });
const rawNumber = object({ type: oneOf("raw_number"), value: number(), text: optional(string()) });
const cell = byType({ raw_text: rawText, rich_text: richText });
const dataCell = byType({ raw_text: rawText, raw_number: rawNumber, rich_text: richText });

/** Slack refuses `raw_number` here, though its types have it. */
export const table: Check = block("table", {
  rows: list(list(cell, { min: 1, max: mostColumns }), { min: 1, max: 100 }),
  column_settings: optional(
    list(optional(object({ align: optional(oneOf("left", "center", "right")), is_wrapped: optional(boolean) })), {
      max: mostColumns,
    }),
  ),
});

// Sources differ (101 or 201 rows with the header): the sandbox holds to the lower number.
const dataRows: Check = (value, at) => {
  const problems = list(list(dataCell, { min: 1, max: mostColumns }), { min: 2, max: 101 })(value, at);
  if (problems.length > 0 || !Array.isArray(value)) return problems;
  return list(byType({ raw_text: rawText }))(value[0], `${at}/0`);
};

export const dataTable: Check = block("data_table", {
  caption: string(),
  rows: dataRows,
  page_size: optional(number({ min: 1, max: 100 })),
  row_header_column_index: optional(number({ min: 0, max: mostColumns - 1 })),
});
