import type { PageRequest } from "../page-api.ts";
import type { ClientDeps } from "./client.ts";
import { ClientRefusal } from "./client-refusal.ts";

type Break = Extract<PageRequest, { kind: "break" }>;

/** Does one fault of the side panel; answers what was done, in one line. */
export async function breakGroup(deps: ClientDeps, request: Break): Promise<{ readonly done: string }> {
  const { panel } = deps.state.settings;
  const fault = panel?.faults.find((one) => one.id === request.faultId);
  if (panel === undefined || fault === undefined) throw new ClientRefusal(`There is no fault ${request.faultId}.`);
  return { done: await panel.run(fault.id) };
}
