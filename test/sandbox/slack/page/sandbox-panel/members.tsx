import type { ReactElement } from "react";
import type { PanelMember } from "../../page-api.ts";

/** Each pod with its address and state, as Kubernetes shows it just now. */
export function Members({ members }: { readonly members: readonly PanelMember[] }): ReactElement {
  return (
    <table className="members">
      <caption>Pods</caption>
      <thead>
        <tr>
          <th scope="col">Pod</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {members.map(({ pod, ip, state }) => (
          <tr key={pod}>
            <th scope="row">
              {pod}
              <code>{ip || "no address"}</code>
            </th>
            <td>
              <span className={/^(running|ready)$/i.test(state) ? "pod-state pod-well" : "pod-state pod-ill"}>
                {state}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
