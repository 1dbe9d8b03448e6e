import type { IncomingMessage } from "node:http";

/** What a request asks for, and the credentials that it comes with. */
export type Asked = { readonly url: URL; readonly authorization: string | undefined };

/** A path may begin with `/as/TOKEN`, which stands for the Authorization header of a client that sends none over plain HTTP. */
export function readUrl({ url = "/", headers }: IncomingMessage): Asked {
  const [, token, path = "/"] = /^\/as\/([^/?]+)(.*)$/.exec(url) ?? [];
  const authorization = headers.authorization ?? (token === undefined ? undefined : `Bearer ${token}`);
  return { url: new URL(token === undefined ? url : path, "http://localhost"), authorization };
}
