/** What a person may do; each includes the ones before it. `none`: not on any list. */
export type Role = "none" | "viewer" | "operator" | "approver";

/** What is asked for, by the right that it takes. */
export type Deed = "look" | "request" | "acknowledge" | "approve" | "read-audit";

export type Verdict = { readonly kind: "allowed" } | { readonly kind: "refused"; readonly reason: string };
