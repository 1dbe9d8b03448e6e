/** What failed outside, in words that the switch over causes can rely on. */
export type FaultCode =
  | "kubernetes-unreachable"
  | "kubernetes-forbidden"
  | "kubernetes-not-found"
  | "kubernetes-conflict"
  | "kubernetes-refused"
  | "redis-unreachable"
  | "redis-refused"
  | "redis-auth"
  | "store-unreachable"
  | "slack-unreachable"
  | "slack-refused"
  | "config-invalid";

/**
 * An outside failure. Made only in adapters; caught only in `slack/`, the worker and `main`.
 * `message` is fit for Slack (what is true, what to do; never a secret), `cause` is for the log.
 */
export class Fault extends Error {
  readonly code: FaultCode;
  constructor(code: FaultCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = "Fault";
    this.code = code;
  }
}
