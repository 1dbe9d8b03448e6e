import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AuditFact, chainStart } from "../../src/domain/audit-entry.ts";
import type { AuditLog } from "../../src/flows/ports.ts";

export type AuditLogUnderTest = { readonly audit: AuditLog; readonly close: () => Promise<void> };

/** A fact as literal tests need it. */
export function aFact(change: Partial<AuditFact> = {}): AuditFact {
  const actor = { kind: "user", id: "U1", name: "operator" } as const;
  return { atMs: 1_000, actor, group: "shop/mymaster", what: "requested", detail: "/redis recover shop", ...change };
}

/** What every `AuditLog` must do. */
export function auditLogContract(name: string, open: () => Promise<AuditLogUnderTest>): void {
  describe(`audit log: ${name}`, () => {
    let under: AuditLogUnderTest;
    beforeAll(async () => {
      under = await open();
    });
    afterAll(() => under.close());

    test("the first entry begins the chain, and each following one names the hash of the one before it", async () => {
      const first = await under.audit.append(aFact());
      const second = await under.audit.append(aFact({ what: "approved" }));
      expect(first).toMatchObject({ seq: 1, previous: chainStart, fact: aFact() });
      expect(second).toMatchObject({ seq: 2, previous: first.hash });
    });

    test("entries that are appended at once get one place each", async () => {
      const facts = Array.from({ length: 20 }, (_, index) => aFact({ group: "burst/mymaster", detail: `${index}` }));
      const entries = await Promise.all(facts.map((fact) => under.audit.append(fact)));
      const seqs = entries.map(({ seq }) => seq);
      expect(new Set(seqs).size).toBe(20);
      expect(Math.max(...seqs) - Math.min(...seqs)).toBe(19);
    });

    test("the list is newest first, of one group or one job, as long as asked for", async () => {
      await under.audit.append(aFact({ group: "listed/mymaster", jobId: "j1", detail: "one" }));
      await under.audit.append(aFact({ group: "listed/mymaster", jobId: "j2", detail: "two" }));
      const { group: _, ...groupless } = aFact({ detail: "of no group" });
      await under.audit.append(groupless);
      const details = async (filter: { group?: string; jobId?: string; limit: number }) =>
        (await under.audit.list(filter)).map(({ fact }) => fact.detail);
      expect(await details({ group: "listed/mymaster", limit: 10 })).toEqual(["two", "one"]);
      expect(await details({ group: "listed", limit: 10 })).toEqual(["two", "one"]);
      expect(await details({ group: "listed/mymaster", limit: 1 })).toEqual(["two"]);
      expect(await details({ jobId: "j1", limit: 10 })).toEqual(["one"]);
      expect(await details({ limit: 2 })).toEqual(["of no group", "two"]);
      expect(await details({ group: "list", limit: 10 })).toEqual([]);
    });

    test("a detail that is too long is cut, not refused", async () => {
      const entry = await under.audit.append(aFact({ detail: "x".repeat(5000) }));
      expect(entry.fact.detail.length).toBeLessThanOrEqual(2000);
    });
  });
}
