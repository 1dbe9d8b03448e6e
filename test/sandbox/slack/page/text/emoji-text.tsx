import type { ReactElement } from "react";
import { Emoji } from "./emoji.tsx";
import { isEmojiName } from "./emoji-names.ts";

/** Plain text whose `:names:` are emoji; nothing else in it means anything. */
export function EmojiText({ text }: { readonly text: string }): ReactElement {
  const parts = text.split(/:([a-z0-9_+'-]+):/);
  return (
    <>
      {parts.map((part, index) => {
        const key = `${index} ${part}`;
        if (index % 2 === 0) return part;
        return isEmojiName(part) ? <Emoji key={key} name={part} /> : `:${part}:`;
      })}
    </>
  );
}
