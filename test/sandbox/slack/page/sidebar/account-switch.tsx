import type { ReactElement } from "react";
import type { PageUser } from "../../page-api.ts";
import { Avatar } from "../channel/avatar.tsx";

/** Whom the person at the page acts as. */
export function AccountSwitch(props: {
  readonly users: readonly PageUser[];
  readonly userId: string;
  readonly choose: (userId: string) => void;
}): ReactElement {
  return (
    <fieldset className="account-switch">
      <legend>You are</legend>
      {props.users.map(({ id, name, about }) => (
        <label key={id} title={about}>
          <input type="radio" name="account" checked={id === props.userId} onChange={() => props.choose(id)} />
          <Avatar name={name} isApp={false} />
          <span className="account">
            <strong>{name}</strong>
            <small>{about}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
