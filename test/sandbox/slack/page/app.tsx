import { type ReactElement, useState } from "react";
import { readAddress } from "./address.ts";
import { Desk } from "./desk.tsx";
import { useTheme } from "./theme/use-theme.ts";
import { useWorkspace } from "./workspace/use-workspace.ts";

/** The page: one account's view of the workspace at a time. */
export function App(): ReactElement {
  const [user, setUser] = useState(readAddress().user);
  const theme = useTheme();
  const live = useWorkspace(user);
  const { workspace, connection } = live;
  if (workspace === undefined) {
    return <p className="empty">{connection === "lost" ? "The sandbox does not answer." : "Connecting…"}</p>;
  }
  return (
    <Desk workspace={workspace} connection={connection} markRead={live.markRead} chooseUser={setUser} theme={theme} />
  );
}
