import { z } from "zod";
import { badRequest } from "../status-error.ts";
import type { ApiRequest } from "./api-request.ts";
import { checkDryRun, unsupported } from "./check-options.ts";
import { parseBody } from "./parse-body.ts";

const policies = ["Foreground", "Background", "Orphan"] as const;

const Body = z.looseObject({
  gracePeriodSeconds: z.number().int().nullish(),
  propagationPolicy: z.string().nullish(),
  orphanDependents: z.boolean().nullish(),
  dryRun: z.array(z.string()).nullish(),
  preconditions: z.looseObject({ uid: z.string().nullish(), resourceVersion: z.string().nullish() }).nullish(),
});

export type DeleteOptions = {
  readonly graceSeconds: number | undefined;
  readonly propagation: (typeof policies)[number] | undefined;
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
  /** The request's query, with what the body says of a dry run. */
  readonly query: URLSearchParams;
};

/** What a DELETE says in its body or its query; the body wins. */
export function readDeleteOptions({ query, headers, body }: ApiRequest): DeleteOptions {
  const parsed = Body.safeParse(body.length === 0 ? {} : parseBody(body, headers["content-type"], "DeleteOptions"));
  if (!parsed.success) throw badRequest("the object provided is unrecognized (must be of type DeleteOptions)");
  const { gracePeriodSeconds, propagationPolicy, orphanDependents, preconditions, dryRun } = parsed.data;
  const all = new URLSearchParams(query);
  for (const value of dryRun ?? []) all.append("dryRun", value);
  checkDryRun(all, "DeleteOptions");
  const given = propagationPolicy ?? query.get("propagationPolicy") ?? undefined;
  return {
    graceSeconds: gracePeriodSeconds ?? wholeNumber(query.get("gracePeriodSeconds")),
    propagation: given === undefined && orphanDependents ? "Orphan" : policy(given),
    uid: preconditions?.uid ?? undefined,
    resourceVersion: preconditions?.resourceVersion ?? undefined,
    query: all,
  };
}

function policy(text: string | undefined): DeleteOptions["propagation"] {
  const found = policies.find((known) => known === text);
  if (text === undefined || found) return found;
  const supported = [...policies, "nil"].map((each) => `"${each}"`);
  throw unsupported("DeleteOptions", "propagationPolicy", JSON.stringify(text), supported);
}

function wholeNumber(text: string | null): number | undefined {
  if (text === null) return undefined;
  if (/^-?\d+$/.test(text)) return Number(text);
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}
