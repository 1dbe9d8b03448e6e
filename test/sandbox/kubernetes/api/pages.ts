import { randomUUID } from "node:crypto";
import type { KubeObject } from "../kube-object.ts";
import { badRequest, expired } from "../status-error.ts";

type Rest = { readonly version: number; readonly items: readonly KubeObject[] };

/** What is left of lists that were asked for page by page: later pages show the same moment as the first. */
export type Pages = {
  /** A token for the rest of a list. */
  readonly keep: (rest: Rest) => string;
  /** 400 where the token was never one, 410 where it is too old. */
  readonly take: (token: string) => Rest;
};

const kept = 50;

export function createPages(): Pages {
  const rests = new Map<string, Rest>();
  return {
    keep(rest) {
      const id = randomUUID();
      rests.set(id, rest);
      for (const oldest of [...rests.keys()].slice(0, -kept)) rests.delete(oldest);
      return Buffer.from(JSON.stringify({ v: "meta.k8s.io/v1", rv: rest.version, start: id })).toString("base64url");
    },
    take(token) {
      const id = /"start":"([0-9a-f-]{36})"/.exec(Buffer.from(token, "base64url").toString("utf8"))?.[1];
      if (id === undefined) throw badRequest("continue key is not valid: invalid continue token");
      const rest = rests.get(id);
      if (!rest) throw expired("The provided continue parameter is too old to display a consistent list result.");
      return rest;
    },
  };
}
