import type { ReactElement, ReactNode } from "react";
import { type JsonObject, objectOf, textOf } from "../../json.ts";
import { keyed } from "../keyed.ts";
import { Emoji } from "./emoji.tsx";
import { Link } from "./link.tsx";
import { Mention } from "./mention.tsx";
import { SlackDate } from "./slack-date.tsx";

/** Text, links, mentions, dates and emoji, each in its style. */
export function InlineElements({ elements }: { readonly elements: readonly JsonObject[] }): ReactElement {
  return (
    <>
      {keyed(elements).map(([key, element]) => (
        <Styled key={key} style={objectOf(element["style"])}>
          <InlineElement element={element} />
        </Styled>
      ))}
    </>
  );
}

function InlineElement({ element }: { readonly element: JsonObject }): ReactElement | null {
  switch (textOf(element["type"])) {
    case "text":
      return <>{textOf(element["text"])}</>;
    case "link":
      return <Link url={textOf(element["url"])} text={textOf(element["text"])} />;
    case "emoji":
      return <Emoji name={textOf(element["name"])} />;
    case "date":
      return <SlackDate date={element} />;
    case "color":
      return <code>{textOf(element["value"])}</code>;
    default:
      return <Mention element={element} />;
  }
}

function Styled({ style, children }: { readonly style: JsonObject; readonly children: ReactNode }): ReactNode {
  const code = style["code"] === true ? <code>{children}</code> : children;
  const struck = style["strike"] === true ? <s>{code}</s> : code;
  const italic = style["italic"] === true ? <em>{struck}</em> : struck;
  return style["bold"] === true ? <strong>{italic}</strong> : italic;
}
