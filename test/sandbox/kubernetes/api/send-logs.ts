import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { absent, badRequest, invalid } from "../status-error.ts";
import type { ApiDeps } from "./api-deps.ts";
import type { ApiRequest } from "./api-request.ts";
import { containerTarget } from "./container-target.ts";

const notServed = ["timestamps", "sinceTime", "limitBytes", "stream"];

/** GET of `pods/…/log`: what the container wrote, as it comes with `follow`. */
export async function sendLogs(deps: ApiDeps, { route, query }: ApiRequest, response: ServerResponse): Promise<void> {
  const { node, ...target } = containerTarget(deps.store, route, query.get("container"));
  const options = readOptions(query, target.pod);
  if (node === "") return void response.writeHead(204).end();
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const lines = deps.runtime.logs(target, { ...options, signal: gone.signal })[Symbol.asyncIterator]();
  // Only the first answer of the runtime tells whether there are logs at all: until then it can still be refused.
  const waiting = options.follow ? setTimeout(() => writeHead(response), 100) : undefined;
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    clearTimeout(waiting);
    writeHead(response);
    if (!response.write(next.value)) await once(response, "drain", { signal: gone.signal });
  }
  clearTimeout(waiting);
  writeHead(response);
  response.end();
}

function writeHead(response: ServerResponse): void {
  if (response.headersSent) return;
  response.writeHead(200, { "Content-Type": "text/plain" });
  response.flushHeaders();
}

function readOptions(query: URLSearchParams, pod: string) {
  for (const name of notServed) {
    const value = query.get(name);
    if (value !== null && value !== "false" && value !== "All") throw absent(`logs with ${name}`);
  }
  return {
    tailLines: countOf(query, "tailLines", pod),
    sinceSeconds: countOf(query, "sinceSeconds", pod),
    follow: query.get("follow") === "true",
    previous: query.get("previous") === "true",
  };
}

function countOf(query: URLSearchParams, field: string, pod: string): number | undefined {
  const text = query.get(field);
  if (text === null) return undefined;
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (Number(text) >= 0) return Number(text);
  const message = `Invalid value: ${text}: must be greater than or equal to 0`;
  throw invalid({ kind: "PodLogOptions", group: "" }, pod, [{ field, message }]);
}
