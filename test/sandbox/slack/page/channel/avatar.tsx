import type { ReactElement } from "react";

const colors = ["#b8447a", "#2f7d6d", "#5a5fc0", "#b0671b", "#3a7ca5", "#7a5ca8"];

/** A square with the first letter, in a colour of its own for each name; the app's is a heartbeat. */
export function Avatar({ name, isApp }: { readonly name: string; readonly isApp: boolean }): ReactElement {
  if (isApp) {
    return (
      <svg className="avatar" viewBox="0 0 36 36" aria-hidden="true">
        <rect width="36" height="36" rx="8" fill="#c9303e" />
        <path
          d="M5 19h7l3-9 5 17 3.5-11 1.5 3h6"
          fill="none"
          stroke="#fff"
          strokeWidth="2.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    );
  }
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return (
    <span className="avatar" style={{ background: colors[sum % colors.length] }} aria-hidden="true">
      {name.charAt(0).toUpperCase()}
    </span>
  );
}
