import { type Fields, fieldsIn } from "../kube-object.ts";
import { each } from "./container.ts";

/** A Service's defaults, but for its address, which is given out when it is created. */
export function serviceDefaults(spec: Fields): Fields {
  return {
    type: "ClusterIP",
    sessionAffinity: "None",
    internalTrafficPolicy: "Cluster",
    ipFamilies: ["IPv4"],
    ipFamilyPolicy: "SingleStack",
    ...spec,
    ...each(spec, "ports", (port) => ({ protocol: "TCP", targetPort: port["port"], ...port })),
    ...(spec["sessionAffinity"] === "ClientIP" && {
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 }, ...fieldsIn(spec["sessionAffinityConfig"]) },
    }),
  };
}

/** The Service's spec with the address that it keeps for life; `None` stays without one. */
export function withClusterIp(spec: Fields, takeAddress: () => string): Fields {
  const given = spec["clusterIP"];
  const address = typeof given === "string" && given !== "" ? given : takeAddress();
  return { ...spec, clusterIP: address, clusterIPs: [address] };
}
