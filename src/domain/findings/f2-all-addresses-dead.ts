import { redisAt } from "../master.ts";
import { addressText, opinions, podAt } from "../topology.ts";
import type { CatalogueEntry } from "./finding.ts";

/** `failure-modes.md` F2: every Redis came back with a new address; no Sentinel knows any of them. */
export const f2AllAddressesDead: CatalogueEntry = {
  code: "F2",
  title: "Every address that the Sentinels know is dead",
  severity: "page",
  showAfterMs: 3000,
  silencedBy: [],
  detect(topology) {
    const views = opinions(topology);
    if (views.length === 0) return undefined;
    const known = views.flatMap(({ opinion }) => [opinion, ...opinion.replicas]);
    if (known.some((address) => podAt(topology, address) !== undefined)) return undefined;
    const alive = topology.redises.filter(
      ({ pod }) => pod.ip !== undefined && redisAt(topology, { host: pod.ip, port: pod.port }),
    );
    return {
      pods: views.map(({ pod }) => pod.name),
      meaning:
        `All Redis pods came back with new addresses, and none of the ${new Set(known.map(addressText)).size} addresses that the ` +
        "Sentinels know belongs to a pod any more. They have nobody to promote: this does not heal by itself.",
      proof: [
        ...views.map(
          ({ pod, opinion }) =>
            `${pod.name}: master ${addressText(opinion)} (${opinion.flags.join(",")}): no pod has this address`,
        ),
        ...alive.map(({ pod }) => `${pod.name}: alive at ${pod.ip}:${pod.port}`),
      ],
      remedy: alive.length > 0 ? { kind: "recover" } : { kind: "none", reason: "no Redis answers yet" },
    };
  },
};
