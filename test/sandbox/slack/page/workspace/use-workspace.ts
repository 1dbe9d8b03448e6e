import { useEffect, useState } from "react";
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

/** What this user sees, live. */
export function useWorkspace(userId: string | undefined): LiveWorkspace {
  const [workspace, setWorkspace] = useState<Workspace>();
  const [connection, setConnection] = useState<Connection>("connecting");

  useEffect(() => {
    setWorkspace(undefined);
    return followWorkspace(userId ?? "", {
      state: (state) => setWorkspace((before) => ({ notices: [], unread: {}, ...before, state })),
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
