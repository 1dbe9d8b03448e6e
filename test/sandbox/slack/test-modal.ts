import type { App } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { eventually, type TestBot } from "./bolt-app.ts";

export const plain = (text: string) => ({ type: "plain_text", text }) as const;
/** A modal with a required and an optional input and a button. */
export const modal = (title: string, fields: Partial<ModalView> = {}): ModalView => ({
  type: "modal",
  callback_id: "recover",
  title: plain(title),
  submit: plain("Recover"),
  close: plain("Cancel"),
  blocks: [
    { type: "input", block_id: "why", label: plain("Why"), element: { type: "plain_text_input", action_id: "text" } },
    {
      type: "input",
      block_id: "mode",
      optional: true,
      label: plain("Mode"),
      element: {
        type: "static_select",
        action_id: "mode",
        options: [{ text: plain("Careful"), value: "careful" }],
      },
    },
    { type: "actions", block_id: "more", elements: [{ type: "button", action_id: "push", text: plain("More") }] },
  ],
  ...fields,
});

/** Opens the modal on `/redis`. */
export function opens(app: App, view = modal("Recover shop")): void {
  app.command("/redis", async ({ ack, client, body }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view });
  });
}

/** Types `/redis recover` as olga and waits for the modal. */
export async function openModal(where: TestBot) {
  const olga = where.slack.as("olga");
  await olga.command("/redis recover");
  const view = await eventually(() => olga.modals().at(-1));
  return { olga, view };
}

/** What a refused Web API call answered, or "no error". */
export async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => "no error",
    (error: unknown) => (error instanceof Error && "data" in error ? error.data : error),
  );
}
