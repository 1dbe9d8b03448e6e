import { type CoreV1Api, ResponseContext, SelfDecodingBody } from "@kubernetes/client-node";
import { z } from "zod";
import { Fault } from "../domain/fault.ts";
import { requestOptions } from "./call.ts";
import { withDeadline } from "./deadline.ts";
import { splitLines } from "./split-lines.ts";

/** Where a watch goes on; undefined: only a list can tell. */
export type Cursor = { version: string | undefined };

type Request = {
  readonly core: CoreV1Api;
  readonly namespace: string;
  readonly cursor: Cursor;
  readonly tell: () => void;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

// The server ends a watch after this; a connection that died in silence is found out at the same pace.
const WATCH_SECONDS = 60;

const WatchLine = z.object({
  type: z.enum(["ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"]),
  object: z.object({
    metadata: z.object({ resourceVersion: z.string().optional() }).optional(),
    code: z.number().optional(),
    message: z.string().optional(),
  }),
});
type WatchLine = z.infer<typeof WatchLine>;

/** Watches until the server ends it or the version is too old (then the cursor is empty); throws on anything else. */
export async function watchOnce(request: Request): Promise<void> {
  const timeoutMs = WATCH_SECONDS * 1_000 + request.timeoutMs;
  await withDeadline({ timeoutMs, signal: request.signal }, async (deadline) => {
    const stream = await withDeadline({ timeoutMs: request.timeoutMs, signal: deadline }, () =>
      openStream(request, deadline),
    );
    for await (const line of splitLines(stream)) {
      if (deadline.aborted || !apply(WatchLine.parse(JSON.parse(line)), request)) return;
    }
  });
}

/**
 * The client's own `Watch` cannot be ended while it connects and keeps the server's reason to itself. This is the list
 * call, whose body is taken before the client would wait for its end.
 */
async function openStream(
  { core, namespace, cursor }: Request,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const taken: { stream: ReadableStream<Uint8Array> | null } = { stream: null };
  const options = requestOptions(signal, (response) => {
    if (response.httpStatusCode !== 200) return response;
    taken.stream = response.body.stream();
    return emptyList(response);
  });
  await core.listNamespacedPod(
    {
      namespace,
      watch: true,
      allowWatchBookmarks: true,
      timeoutSeconds: WATCH_SECONDS,
      ...(cursor.version !== undefined && { resourceVersion: cursor.version }),
    },
    options,
  );
  if (taken.stream === null) throw new Fault("kubernetes-refused", `Kubernetes opened no watch of ${namespace}.`);
  return taken.stream;
}

function emptyList({ httpStatusCode, headers }: ResponseContext): ResponseContext {
  const body = new SelfDecodingBody(Promise.resolve(Buffer.from('{"items":[]}')));
  return new ResponseContext(httpStatusCode, headers, body);
}

/** False where this watch is over. */
function apply({ type, object }: WatchLine, { cursor, tell, namespace }: Request): boolean {
  if (type === "ERROR") {
    cursor.version = undefined;
    if (object.code === 410) return false;
    throw new Fault(
      "kubernetes-refused",
      `Kubernetes ended the watch of ${namespace}: ${object.message ?? "no reason"}.`,
    );
  }
  cursor.version = object.metadata?.resourceVersion ?? cursor.version;
  if (type !== "BOOKMARK") tell();
  return true;
}
