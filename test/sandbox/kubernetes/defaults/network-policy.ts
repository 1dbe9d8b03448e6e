import type { Fields } from "../kube-object.ts";
import { each } from "./container.ts";

/** Both directions are meant where a rule for going out is there; a port is TCP's. */
export function networkPolicyDefaults(spec: Fields): Fields {
  const rules = (direction: string) => each(spec, direction, (rule) => ({ ...rule, ...each(rule, "ports", asTcp) }));
  return {
    podSelector: {},
    ...spec,
    ...rules("ingress"),
    ...rules("egress"),
    policyTypes: spec["policyTypes"] ?? ["Ingress", ...(spec["egress"] === undefined ? [] : ["Egress"])],
  };
}

function asTcp(port: Fields): Fields {
  return { protocol: "TCP", ...port };
}
