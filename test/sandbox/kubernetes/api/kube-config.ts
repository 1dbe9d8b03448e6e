import { stringify } from "yaml";
import type { Role } from "../access.ts";

/** A kubeconfig file's text. Without TLS the vendor's client wants to be told that nothing is verified. */
export function kubeConfigText(order: { readonly url: string; readonly role: Role; readonly token: string }): string {
  const { url, role, token } = order;
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "sandbox", cluster: { server: url, "insecure-skip-tls-verify": true } }],
    users: [{ name: role, user: { token } }],
    contexts: [{ name: "sandbox", context: { cluster: "sandbox", user: role } }],
    "current-context": "sandbox",
  });
}
