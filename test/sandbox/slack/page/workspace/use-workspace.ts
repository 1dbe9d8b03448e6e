import { useEffect, useState } from "react";
import type { PageState } from "../../page-api.ts";
import { foldEvent } from "./fold-event.ts";
import { type Connection, followWorkspace } from "./follow-workspace.ts";
import type { Workspace } from "./workspace.ts";

export type LiveWorkspace = {
  /** Undefined until the first state has come. */
  readonly workspace: Workspace | undefined;
  readonly connection: Connection;
  /** Forgets the count of new messages of a conversation that is looked at. */
  readonly markRead: (channel: string) => void;
};

/** What this user sees, live; what the one before saw, until it has come. The first user where none is named. */
export function useWorkspace(userId: string | undefined): LiveWorkspace {
  const [workspace, setWorkspace] = useState<Workspace>();
  const [connection, setConnection] = useState<Connection>("connecting");

  useEffect(() => {
    return followWorkspace(userId, {
      state: (state) => setWorkspace((before) => withState(before, userId ?? state.users[0]?.id ?? "", state)),
      event: (event) => setWorkspace((before) => before && foldEvent(before, event, new Date())),
      connection: setConnection,
    });
  }, [userId]);

  function markRead(channel: string): void {
    setWorkspace((before) => {
      if (before === undefined || (before.unread[channel] ?? 0) === 0) return before;
      return { ...before, unread: { ...before.unread, [channel]: 0 } };
    });
  }
  return { workspace, connection, markRead };
}

function withState(before: Workspace | undefined, userId: string, state: PageState): Workspace {
  const fresh = { userId, notices: [], unread: {} };
  return { ...(before?.userId === userId ? before : fresh), state };
}
