import type { ReactElement } from "react";
import { type JsonObject, objectsOf } from "../../json.ts";
import { keyed } from "../keyed.ts";
import { InlineElements } from "./inline-elements.tsx";

const bullets = ["disc", "circle", "square"];
const numbers = ["decimal", "lower-alpha", "lower-roman"];

/** A list at one depth; Slack sends deeper items as lists of their own, with `indent`. */
export function RichTextList({ list }: { readonly list: JsonObject }): ReactElement {
  const isOrdered = list["style"] === "ordered";
  const indent = Number(list["indent"] ?? 0);
  const kinds = isOrdered ? numbers : bullets;
  const style = { listStyleType: kinds[indent % kinds.length], marginInlineStart: `${indent * 1.6}em` };
  const items = keyed(objectsOf(list["elements"])).map(([key, item]) => (
    <li key={key}>
      <InlineElements elements={objectsOf(item["elements"])} />
    </li>
  ));
  if (!isOrdered) return <ul style={style}>{items}</ul>;
  return (
    <ol style={style} start={Number(list["offset"] ?? 0) + 1}>
      {items}
    </ol>
  );
}
