import type { Verb } from "../domain/command.ts";
import { verbs } from "../domain/help-texts.ts";
import { type Deed, mayDo, type PolicyLists } from "../domain/policy.ts";
import type { WhoAmI } from "./flows.ts";
import type { Gate } from "./gate.ts";

/** What each verb takes. `whoami` and `help` are everybody's: else nobody could find out why. */
const deeds: Readonly<Record<Verb, Deed | undefined>> = {
  menu: undefined,
  help: undefined,
  whoami: undefined,
  status: "look",
  jobs: "look",
  job: "look",
  audit: "look",
  recover: "request",
  failover: "request",
  deploy: "request",
};

export function createWhoAmI({ gate, policy }: { readonly gate: Gate; readonly policy: PolicyLists }): WhoAmI {
  return async function whoAmI(who) {
    const { role, because } = await gate.roleOf(who.id);
    const may = verbs.filter((verb) => {
      const deed = deeds[verb];
      return deed === undefined || mayDo(role, deed).kind === "allowed";
    });
    return { role, because, verbs: may, protectedNamespaces: policy.protectedNamespaces };
  };
}
