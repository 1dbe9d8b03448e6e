import type { ReactElement } from "react";

/** Opens beside the page; only addresses that a browser may follow. */
export function Link({ url, text }: { readonly url: string; readonly text: string }): ReactElement {
  const label = text || url.replace(/^mailto:/, "");
  if (!/^(https?|mailto):/.test(url)) return <span>{label}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {label}
    </a>
  );
}
