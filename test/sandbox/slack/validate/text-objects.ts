import { boolean, byType, type Check, object, oneOf, optional, string } from "./check.ts";

const plain = (max: number) => object({ type: oneOf("plain_text"), text: string({ max }), emoji: optional(boolean) });
const mrkdwn = (max: number) => object({ type: oneOf("mrkdwn"), text: string({ max }), verbatim: optional(boolean) });

/** `plain_text` of at most so many characters. */
export function plainText(max: number): Check {
  return byType({ plain_text: plain(max) });
}

/** Either of the two. */
export function anyText(max: number): Check {
  return byType({ plain_text: plain(max), mrkdwn: mrkdwn(max) });
}

/** action_id, block_id, callback_id, external_id. */
export const identifier = string({ max: 255 });

/** The dialog before an act. */
export const confirmDialog = object({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: optional(oneOf("primary", "danger")),
});
