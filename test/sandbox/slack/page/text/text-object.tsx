import type { ReactElement } from "react";
import { objectOf, textOf } from "../../json.ts";
import type { Json } from "../../page-api.ts";
import { EmojiText } from "./emoji-text.tsx";
import { Mrkdwn } from "./mrkdwn.tsx";

/** Block Kit's `plain_text` or `mrkdwn` (also `raw_text`, `raw_number` of tables). */
export function TextObject({ text }: { readonly text: Json | undefined }): ReactElement | null {
  const object = objectOf(text);
  const type = textOf(object["type"]);
  if (type === "mrkdwn") return <Mrkdwn text={textOf(object["text"])} />;
  if (type === "raw_number") return <>{String(object["value"])}</>;
  if (type === "raw_text" || object["emoji"] === false) return <>{textOf(object["text"])}</>;
  return <EmojiText text={textOf(object["text"])} />;
}
