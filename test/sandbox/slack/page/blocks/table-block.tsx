import type { ReactElement } from "react";
import { isObject, type JsonObject, objectOf, objectsOf, textOf } from "../../json.ts";
import { keyed } from "../keyed.ts";
import { RichText } from "../text/rich-text.tsx";
import { TextObject } from "../text/text-object.tsx";
import type { BlockProps } from "./block-props.ts";

/** `table` and `data_table`: the first row names the columns. */
export function TableBlock({ block }: BlockProps): ReactElement {
  const rows = Array.isArray(block["rows"]) ? block["rows"].map((row) => (Array.isArray(row) ? row : [])) : [];
  const [head = [], ...body] = rows.map((row) => row.filter(isObject));
  const columns = objectsOf(block["column_settings"]);
  const header = Number(block["row_header_column_index"] ?? -1);
  const caption = captionOf(block);
  return (
    // The keyboard scrolls a wide table, so it can be reached by Tab.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region has to be focusable
    <section className="table-block" tabIndex={0} aria-label={caption || "Table"}>
      <table>
        {caption !== "" && <caption>{caption}</caption>}
        <thead>
          <tr>
            {keyed(head).map(([key, cell], index) => (
              <th key={key} scope="col" style={cellStyle(columns[index])}>
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(body).map(([key, row]) => (
            <tr key={key}>
              {keyed(row).map(([cellKey, cell], index) => {
                const Tag = index === header ? "th" : "td";
                return (
                  <Tag key={cellKey} style={cellStyle(columns[index])} {...(index === header ? { scope: "row" } : {})}>
                    <Cell cell={cell} />
                  </Tag>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function captionOf(block: JsonObject): string {
  return textOf(block["caption"]) || textOf(objectOf(block["caption"])["text"]);
}

function cellStyle(column: JsonObject | undefined): { readonly textAlign: "left" | "center" | "right" } {
  const align = textOf(column?.["align"]);
  return { textAlign: align === "center" || align === "right" ? align : "left" };
}

function Cell({ cell }: { readonly cell: JsonObject }): ReactElement {
  if (cell["type"] === "rich_text") return <RichText elements={objectsOf(cell["elements"])} />;
  return <TextObject text={cell} />;
}
