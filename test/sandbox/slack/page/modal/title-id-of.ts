import type { PageView } from "../../page-api.ts";

export function titleIdOf(view: PageView): string {
  return `title-${view.id}`;
}
