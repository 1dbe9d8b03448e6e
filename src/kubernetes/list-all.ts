import type { ConfigurationOptions, V1ListMeta } from "@kubernetes/client-node";
import { Fault } from "../domain/fault.ts";
import type { Call } from "./call.ts";

const PAGE_SIZE = 500;
const MAX_PAGES = 20;

type Page<T> = { readonly items: readonly T[]; readonly metadata?: V1ListMeta };
type PageRequest = { readonly limit: number; readonly _continue?: string };

/** Every object of a list, page by page; a `kubernetes-refused` fault beyond 10,000 (nobody's Redis group is there). */
export async function listAll<T>(
  deps: { readonly call: Call; readonly what: string; readonly signal: AbortSignal | undefined },
  read: (page: PageRequest, options: ConfigurationOptions) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const found: T[] = [];
  let next: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const request = { limit: PAGE_SIZE, ...(next !== undefined && { _continue: next }) };
    const page = await deps.call(deps.what, (options) => read(request, options), deps.signal);
    found.push(...page.items);
    next = page.metadata?._continue;
    if (next === undefined || next === "") return found;
  }
  throw new Fault("kubernetes-refused", `There are more than ${PAGE_SIZE * MAX_PAGES} objects while ${deps.what}.`);
}
