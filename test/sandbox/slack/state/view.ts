import { compact, type JsonObject, objectOf, objectsOf, textOf, textOrUndefined } from "../json.ts";
import type { Json, PageView } from "../page-api.ts";
import { identity } from "./identity.ts";

/** One modal or Home tab, as one user has it open. */
export type View = {
  readonly id: string;
  readonly userId: string;
  /** What the app sent, with the block ids and action ids that it left out. */
  readonly source: JsonObject;
  readonly hash: string;
  readonly rootId: string;
  readonly previousId?: string;
  readonly values: JsonObject;
  readonly errors: Readonly<Record<string, string>>;
};

export function externalIdOf(view: View): string | undefined {
  return textOrUndefined(view.source["external_id"]);
}

/** As views.* answers it and payloads carry it. */
export function apiView(view: View): JsonObject {
  const { source } = view;
  const isModal = source["type"] === "modal";
  return {
    id: view.id,
    team_id: identity.teamId,
    type: textOf(source["type"]),
    blocks: source["blocks"] ?? [],
    private_metadata: textOf(source["private_metadata"]),
    callback_id: textOf(source["callback_id"]),
    state: { values: view.values },
    hash: view.hash,
    title: isModal ? (source["title"] ?? null) : { type: "plain_text", text: "View Title", emoji: true },
    clear_on_close: source["clear_on_close"] === true,
    notify_on_close: source["notify_on_close"] === true,
    close: source["close"] ?? null,
    submit: source["submit"] ?? null,
    previous_view_id: view.previousId ?? null,
    root_view_id: view.rootId,
    app_id: identity.appId,
    external_id: textOf(source["external_id"]),
    app_installed_team_id: identity.teamId,
    bot_id: identity.botId,
  };
}

export function pageView(view: View): PageView {
  const { source } = view;
  const label = (key: string) => textOrUndefined(objectOf(source[key])["text"]);
  const title = label("title");
  const submit = label("submit");
  const close = label("close");
  return {
    id: view.id,
    type: source["type"] === "home" ? "home" : "modal",
    callbackId: textOf(source["callback_id"]),
    ...(title === undefined ? {} : { title }),
    ...(submit === undefined ? {} : { submit }),
    ...(close === undefined ? {} : { close }),
    blocks: objectsOf(source["blocks"]),
    errors: view.errors,
  };
}

/** The values of inputs that are still there after an update: Slack keeps them by block and action id. */
export function keptValues(before: JsonObject, after: JsonObject): JsonObject {
  const kept: Record<string, Json | undefined> = {};
  for (const [blockId, actions] of Object.entries(after)) {
    const old = objectOf(before[blockId]);
    kept[blockId] = compact(
      Object.fromEntries(Object.entries(objectOf(actions)).map(([id, value]) => [id, old[id] ?? value])),
    );
  }
  return compact(kept);
}
