import type { ReactElement } from "react";
import { type JsonObject, textOf } from "../../json.ts";
import { nameOfChannel, nameOfUser, nameOfUserGroup } from "../workspace/names.ts";
import { useSlack } from "../workspace/slack-context.ts";

/** `@person`, `#channel`, `@group` or `@here`; marked where it is the reader. */
export function Mention({ element }: { readonly element: JsonObject }): ReactElement | null {
  const { state, userId } = useSlack();
  switch (textOf(element["type"])) {
    case "user": {
      const id = textOf(element["user_id"]);
      return <span className={id === userId ? "mention mention-me" : "mention"}>@{nameOfUser(state, id)}</span>;
    }
    case "channel":
      return <span className="mention">#{nameOfChannel(state, textOf(element["channel_id"]))}</span>;
    case "usergroup":
      return <span className="mention">@{nameOfUserGroup(state, textOf(element["usergroup_id"]))}</span>;
    case "broadcast":
      return <span className="mention mention-me">@{textOf(element["range"])}</span>;
    default:
      return null;
  }
}
