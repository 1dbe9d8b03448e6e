import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { Log } from "../flows/ports.ts";
import { type Message, plain } from "./blocks/message.ts";

export type Click = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** For the clicker alone (beside or instead of what was clicked), or for the whole channel. */
export type Manner = "beside" | "instead" | "in-channel";

/**
 * Where the answer to a click goes. A message has a response URL. App Home has none: a modal opens at once, while the
 * trigger is young, and takes the answer when it is there. Never throws: what cannot be delivered is in the log.
 */
export function createReply(click: Click, log: Log): (message: Message, manner: Manner) => Promise<void> {
  const { view } = click.body;
  const modal = view === undefined ? undefined : modalFor(click, view);
  // Awaited below; until then its failure is nobody's.
  modal?.catch(() => undefined);
  return async (message, manner) => {
    try {
      const viewId = await modal;
      if (viewId === undefined) await click.respond(response(message, manner));
      else await click.client.views.update({ view_id: viewId, view: modalView(message) });
    } catch (error) {
      log.warn({ err: error, user: click.body.user.id }, "answer not delivered");
    }
  };
}

async function modalFor({ client, body }: Click, view: { readonly id: string; readonly type: string }) {
  if (view.type === "modal") return view.id;
  const opened = await client.views.open({
    trigger_id: body.trigger_id,
    view: modalView(plain(":hourglass_flowing_sand: reading …")),
  });
  return opened.view?.id;
}

function modalView({ blocks }: Message): ModalView {
  return {
    type: "modal",
    title: { type: "plain_text", text: "Redis" },
    close: { type: "plain_text", text: "Close" },
    blocks,
  };
}

function response(message: Message, manner: Manner) {
  const response_type = manner === "in-channel" ? ("in_channel" as const) : ("ephemeral" as const);
  return { ...message, response_type, replace_original: manner === "instead" };
}
