import type { Address } from "./topology.ts";

/** `<type> <name> <ip> <port> [@ <master-name> <master-ip> <master-port>]`, the subject of most events. */
export type SentinelSubject = Address & {
  readonly type: "master" | "slave" | "sentinel";
  readonly name: string;
  readonly master?: Address & { readonly name: string };
};

/**
 * One line of a Sentinel's Pub/Sub. It says "look", never "what": no state is inferred from it.
 * `details` is what follows the subject, verbatim (such as `#quorum 3/2`), empty where nothing does.
 */
export type SentinelEvent =
  | { readonly kind: "subject"; readonly channel: string; readonly subject: SentinelSubject; readonly details: string }
  | { readonly kind: "switch-master"; readonly masterName: string; readonly from: Address; readonly to: Address }
  | { readonly kind: "new-epoch"; readonly epoch: number }
  | { readonly kind: "vote"; readonly candidate: string; readonly epoch: number }
  | { readonly kind: "tilt"; readonly entered: boolean }
  /** A form that this version of the bot does not know: logged and kept, never thrown. */
  | { readonly kind: "unknown"; readonly channel: string; readonly payload: string };
