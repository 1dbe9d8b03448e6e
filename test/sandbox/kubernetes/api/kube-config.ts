import { stringify } from "yaml";
import type { Role } from "../access.ts";

type Order = { readonly url: string; readonly role: Role; readonly token: string };

/** The same for kubectl, which keeps a token to itself where there is no TLS: the server takes it from its path instead. */
export function kubectlConfigText({ url, role, token }: Order): string {
  return kubeConfigText({ url: `${url}/as/${token}`, role, token });
}

/** A kubeconfig file's text. Without TLS the vendor's client wants to be told that nothing is verified. */
export function kubeConfigText(order: Order): string {
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
