import { type GroupRef, groupId } from "../domain/group.ts";
import { addressText } from "../domain/topology.ts";
import type { Access, LinkWatch } from "../flows/ports.ts";
import { dial, isConnection, type Target } from "./connection.ts";
import { targetOf } from "./target.ts";

type Group = GroupRef & { readonly masterName: string };
type Watched = { pod: string; readonly stop: () => void };

const againMs = 500;

/**
 * One open connection to each Redis that is watched, on which nothing is said but its name: the kernel closes it in the
 * moment in which the process ends. Closed is only told where it had been open; then it is dialled again, until it is let go.
 */
export function createLinkWatch(settings: {
  readonly onClosed: (group: Group, pod: string) => void;
  readonly timeoutMs: number;
}): LinkWatch {
  const groups = new Map<string, Map<string, Watched>>();
  return {
    follow: (group, redises, access) => {
      const id = groupId(group);
      const watched = groups.get(id) ?? new Map<string, Watched>();
      groups.set(id, watched);
      const wanted = new Map(redises.map((redis) => [keyOf(addressText(redis.address), access), redis]));
      for (const [key, { stop }] of watched) {
        if (wanted.has(key)) continue;
        stop();
        watched.delete(key);
      }
      for (const [key, { pod, address }] of wanted) {
        const present = watched.get(key);
        if (present === undefined) watched.set(key, watchOne(settings, group, pod, targetOf(address, access)));
        else present.pod = pod;
      }
    },
    stop: async () => {
      for (const watched of groups.values()) for (const { stop } of watched.values()) stop();
      groups.clear();
    },
  };
}

function watchOne(
  { onClosed, timeoutMs }: Parameters<typeof createLinkWatch>[0],
  group: Group,
  pod: string,
  target: Target,
): Watched {
  const ending = new AbortController();
  const watched: Watched = { pod, stop: () => ending.abort() };
  let timer: NodeJS.Timeout | undefined;

  async function open(): Promise<void> {
    const dialled = await dial(target, timeoutMs);
    if (!isConnection(dialled)) return again();
    if (ending.signal.aborted) return dialled.close();
    ending.signal.addEventListener("abort", () => dialled.close(), { once: true });
    // For whoever looks at CLIENT LIST and wonders; an answer is not waited for.
    void dialled.send([["CLIENT", "SETNAME", "redis-ha-bot-watch"]], timeoutMs);
    dialled.onClose(() => {
      if (ending.signal.aborted) return;
      onClosed(group, watched.pod);
      again();
    });
  }
  function again(): void {
    if (!ending.signal.aborted) timer = setTimeout(open, againMs);
  }
  ending.signal.addEventListener("abort", () => clearTimeout(timer));
  void open();
  return watched;
}

function keyOf(address: string, { password }: Access): string {
  return JSON.stringify([address, password ?? null]);
}
