import { ApiException, type CoreV1Api } from "@kubernetes/client-node";
import type { Cluster, Log } from "../flows/ports.ts";
import { toFault } from "./api-error.ts";
import type { Call } from "./call.ts";
import { createCoalesced } from "./coalesced.ts";
import { sleep } from "./sleep.ts";
import { type Cursor, watchOnce } from "./watch-once.ts";

type Deps = { readonly core: CoreV1Api; readonly call: Call; readonly timeoutMs: number; readonly log: Log };

// One kubelet update changes a pod several times within milliseconds; the reader asks for the whole picture anyway.
const COALESCE_MS = 50;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 30_000;
const BRIEF_MS = 1_000;

/**
 * Lists, then watches from the list's version; a watch that ends goes on where it was, one that is too old (410) lists
 * again. Also calls back after each list: at the start, and after a gap that may have hidden something.
 */
export function createWatchPods(deps: Deps): Cluster["watchPods"] {
  return function watchPods(namespaces, onChange, signal) {
    for (const namespace of new Set(namespaces)) {
      const tell = createCoalesced(() => onChange(namespace), COALESCE_MS, signal);
      void follow({ ...deps, namespace, tell, signal });
    }
  };
}

type Following = Deps & { readonly namespace: string; readonly tell: () => void; readonly signal: AbortSignal };

async function follow(following: Following): Promise<void> {
  const { namespace, signal, log } = following;
  const cursor: Cursor = { version: undefined };
  let failures = 0;
  while (!signal.aborted) {
    const startedMs = performance.now();
    const error = await followOnce(following, cursor);
    if (signal.aborted) return;
    const isBrief = performance.now() - startedMs < BRIEF_MS;
    // A server that ends every watch at once must not be asked in a tight loop, even though nothing failed.
    failures = isBrief ? failures + 1 : Number(error !== undefined);
    if (error !== undefined) log.warn({ namespace, failures, error }, "pod watch interrupted");
    if (failures > 0) await sleep(delayMs(failures), signal);
  }
}

/** One watch, after a list where there is no version to go on from. Comes back with what went wrong, if anything did. */
async function followOnce(following: Following, cursor: Cursor): Promise<unknown> {
  const { core, call, namespace, signal, tell } = following;
  try {
    if (cursor.version === undefined) {
      const what = `listing the pods of ${namespace}`;
      const list = await call(what, (options) => core.listNamespacedPod({ namespace, limit: 1 }, options), signal);
      cursor.version = list.metadata?.resourceVersion;
      tell();
    }
    await watchOnce({ ...following, cursor });
    return undefined;
  } catch (error) {
    if (isTooOld(error)) {
      cursor.version = undefined;
      return undefined;
    }
    return toFault(error, `watching the pods of ${namespace}`);
  }
}

/** The server may also say so before the watch has begun. */
function isTooOld(error: unknown): boolean {
  return error instanceof ApiException && error.code === 410;
}

/** Doubles up to the limit; spread, so that many namespaces do not come back at the same moment. */
function delayMs(failures: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), MAX_DELAY_MS) * (0.8 + 0.4 * Math.random());
}
