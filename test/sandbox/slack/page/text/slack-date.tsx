import type { ReactElement } from "react";
import { type JsonObject, textOf } from "../../json.ts";
import { formatSlackDate } from "./format-slack-date.ts";
import { Link } from "./link.tsx";

/** A point in time in the reader's time zone; the fallback where its format is not Slack's. */
export function SlackDate({ date }: { readonly date: JsonObject }): ReactElement {
  const at = new Date(Number(date["timestamp"]) * 1_000);
  const fallback = textOf(date["fallback"]);
  if (Number.isNaN(at.getTime())) return <>{fallback}</>;
  const text = formatSlackDate(at, textOf(date["format"]), new Date()) ?? fallback;
  const url = textOf(date["url"]);
  return (
    <time dateTime={at.toISOString()} title={at.toLocaleString("en-GB")}>
      {url === "" ? text : <Link url={url} text={text} />}
    </time>
  );
}
