import { createHash } from "node:crypto";
import { type AuditEntry, AuditFact, chainStart } from "../../src/domain/audit-entry.ts";
import { Fault } from "../../src/domain/fault.ts";
import type { AuditLog } from "../../src/flows/ports.ts";

export type FakeAuditLog = AuditLog & {
  /** Oldest first. */
  readonly entries: readonly AuditEntry[];
  /** From now on every call is a `store-unreachable` fault, until told otherwise. */
  readonly setReachable: (reachable: boolean) => void;
  readonly verifyChain: () => Promise<{ readonly kind: "intact"; readonly entries: number }>;
};

/** The audit log in memory: a chain, but of hashes of its own making. */
export function createFakeAuditLog(): FakeAuditLog {
  const entries: AuditEntry[] = [];
  let reachable = true;
  async function whenReachable(): Promise<void> {
    if (!reachable) throw new Fault("store-unreachable", "The bot's own Redis does not answer.");
  }
  return {
    entries,
    setReachable: (now) => {
      reachable = now;
    },
    append: async (fact) => {
      await whenReachable();
      const previous = entries.at(-1)?.hash ?? chainStart;
      const seq = entries.length + 1;
      const hash = createHash("sha256")
        .update(`${previous}${seq}${JSON.stringify(fact)}`)
        .digest("hex");
      const entry = { seq, previous, fact: AuditFact.parse({ ...fact, detail: fact.detail.slice(0, 2000) }), hash };
      entries.push(entry);
      return entry;
    },
    list: async ({ group, jobId, limit }) => {
      await whenReachable();
      const ofGroup = ({ fact }: AuditEntry) =>
        group === undefined || fact.group === group || fact.group?.startsWith(`${group}/`) === true;
      const found = entries.filter((entry) => ofGroup(entry) && (jobId === undefined || entry.fact.jobId === jobId));
      return found.reverse().slice(0, limit);
    },
    verifyChain: () => whenReachable().then(() => ({ kind: "intact", entries: entries.length }) as const),
  };
}
