import type { ReactElement } from "react";
import { type JsonObject, objectsOf, textOf } from "../../json.ts";
import { keyed } from "../keyed.ts";
import { InlineElements } from "./inline-elements.tsx";
import { RichTextList } from "./rich-text-list.tsx";

/** The elements of a `rich_text` block: sections, lists, quotes and code. */
export function RichText({ elements }: { readonly elements: readonly JsonObject[] }): ReactElement {
  return (
    <div className="rich-text">
      {keyed(elements).map(([key, element]) => (
        <RichTextElement key={key} element={element} />
      ))}
    </div>
  );
}

function RichTextElement({ element }: { readonly element: JsonObject }): ReactElement | null {
  const inline = <InlineElements elements={objectsOf(element["elements"])} />;
  switch (textOf(element["type"])) {
    case "rich_text_section":
      return <p className="rich-text-section">{inline}</p>;
    case "rich_text_quote":
      return <blockquote className="rich-text-quote">{inline}</blockquote>;
    case "rich_text_preformatted":
      return <pre className="rich-text-code">{inline}</pre>;
    case "rich_text_list":
      return <RichTextList list={element} />;
    default:
      return null;
  }
}
