import type { PageEvent, PageState } from "../../page-api.ts";

export type Connection = "connecting" | "live" | "lost";

/**
 * Follows one user's workspace (the first user's where none is named): the whole state at each (re)connection, then every event after it. What comes while the
 * state is on its way is told after it, so nothing is lost or undone. Returns what ends it.
 */
export function followWorkspace(
  userId: string | undefined,
  on: {
    readonly state: (state: PageState) => void;
    readonly event: (event: PageEvent) => void;
    readonly connection: (connection: Connection) => void;
  },
): () => void {
  const ended = new AbortController();
  const query = userId === undefined ? "" : `?${new URLSearchParams({ user: userId })}`;
  const source = new EventSource(`/page/events${query}`);
  let waiting: PageEvent[] | undefined = [];

  async function readState(): Promise<void> {
    const since: PageEvent[] = [];
    waiting = since;
    const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(10_000)]);
    const response = await fetch(`/page/state${query}`, { signal });
    const state: PageState = await response.json();
    // A later connection reads a later state.
    if (waiting !== since) return;
    on.state(state);
    for (const event of since) on.event(event);
    waiting = undefined;
    on.connection("live");
  }

  source.onopen = () => {
    readState().catch(() => {
      if (!ended.signal.aborted) on.connection("lost");
    });
  };
  source.onerror = () => on.connection("lost");
  source.onmessage = (message) => {
    const event: PageEvent = JSON.parse(message.data);
    if (waiting === undefined) on.event(event);
    else waiting.push(event);
  };
  return () => {
    ended.abort();
    source.close();
  };
}
