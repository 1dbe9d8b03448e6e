import type { IncomingHttpHeaders } from "node:http";
import type { User } from "../access.ts";
import type { Route } from "../route.ts";

/** A request for a resource, allowed but not yet looked into. */
export type ApiRequest = {
  readonly user: User;
  readonly route: Route;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** An answer in one piece. */
export type Answer = { readonly code: number; readonly body: object; readonly warnings?: readonly string[] };

/** Whether an answer to `dryRun=All` is asked for, which stores nothing. */
export function isDryRun({ query }: Pick<ApiRequest, "query">): boolean {
  return query.getAll("dryRun").includes("All");
}

/** Under which name a write is told in `managedFields`: the query's, or the program's from its User-Agent. */
export function managerName({ query, headers }: Pick<ApiRequest, "query" | "headers">): string {
  return query.get("fieldManager") ?? (headers["user-agent"] ?? "unknown").split("/")[0] ?? "unknown";
}
