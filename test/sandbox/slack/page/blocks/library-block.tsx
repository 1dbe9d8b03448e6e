import type { ReactElement } from "react";
import { Message, type MessageProps } from "slack-blocks-to-jsx";
import "slack-blocks-to-jsx/dist/style.css";
import { Emoji } from "../text/emoji.tsx";
import { Link } from "../text/link.tsx";
import { useSlack } from "../workspace/slack-context.ts";
import type { BlockProps } from "./block-props.ts";

/**
 * The blocks that nothing can be clicked in and that are much work to draw: plans, charts, standard Markdown. The
 * library has no word for a click, and its mrkdwn loses lines around code and rules, so the others are drawn here.
 */
export function LibraryBlock({ block }: BlockProps): ReactElement {
  const { state, theme } = useSlack();
  const users = state.users.map(({ id, name }) => ({ id, name, avatar: "" }));
  return (
    <div className="library-block">
      <Message
        withoutWrapper
        theme={theme}
        name=""
        logo=""
        blocks={libraryBlocks(block)}
        data={{ users, channels: [...state.channels] }}
        hooks={{
          emoji: ({ name }) => <Emoji name={name} />,
          link: ({ href, children }) => (typeof children === "string" ? <Link url={href} text={children} /> : children),
        }}
      />
    </div>
  );
}

// The app's JSON was checked by the sandbox already; the library's types are its own reading of the same reference.
function libraryBlocks(block: BlockProps["block"]): MessageProps["blocks"] {
  return JSON.parse(JSON.stringify([block]));
}
