import type { ReactElement } from "react";
import { parseMrkdwn } from "./parse-mrkdwn.ts";
import { RichText } from "./rich-text.tsx";

export function Mrkdwn({ text }: { readonly text: string }): ReactElement {
  return <RichText elements={parseMrkdwn(text)} />;
}
