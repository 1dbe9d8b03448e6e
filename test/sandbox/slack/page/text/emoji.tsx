import type { ReactElement } from "react";
import { emojiDrawings } from "./emoji-drawings.tsx";
import { emojiCharacter } from "./emoji-names.ts";

/** `:name:` where there is no such emoji, as in Slack. */
export function Emoji({ name }: { readonly name: string }): ReactElement {
  const drawing = emojiDrawings[name];
  const label = name.replaceAll("_", " ");
  if (drawing !== undefined) {
    return (
      <svg className="emoji" viewBox="0 0 20 20" role="img" aria-label={label}>
        <title>{`:${name}:`}</title>
        {drawing}
      </svg>
    );
  }
  const character = emojiCharacter(name);
  if (character === undefined) return <>{`:${name}:`}</>;
  return (
    <span className="emoji" role="img" aria-label={label} title={`:${name}:`}>
      {character}
    </span>
  );
}
