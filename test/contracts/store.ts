import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Store } from "../../src/flows/ports.ts";
import { aJob, anIncident } from "./records.ts";

export type StoreUnderTest = {
  readonly store: Store;
  /** Lets at least this time pass. */
  readonly pass: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What every `Store` must do, whatever it is made of. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`store: ${name}`, () => {
    let under: StoreUnderTest;
    let count = 0;
    // Suites share one store: each test has names of its own.
    const fresh = () => {
      count += 1;
      const tail = String(count).padStart(6, "0");
      return { group: { namespace: `shop-${tail}`, masterName: "mymaster" }, id: `r0${tail}`, other: `s0${tail}` };
    };
    beforeAll(async () => {
      under = await open();
    });
    afterAll(() => under.close());

    test("a job that was saved is read back as it was", async () => {
      const job = aJob({ id: fresh().id });
      expect(await under.store.saveJob(job)).toBe(true);
      expect(await under.store.readJob(job.id)).toEqual(job);
    });

    test("a job that nobody saved is undefined", async () => {
      expect(await under.store.readJob("nobody00")).toBeUndefined();
    });

    test("a new job under an id that is taken is refused", async () => {
      const job = aJob({ id: fresh().id });
      await under.store.saveJob(job);
      expect(await under.store.saveJob({ ...job, state: "rejected" })).toBe(false);
      expect(await under.store.readJob(job.id)).toEqual(job);
    });

    test("of two writes that start from the same version exactly one is stored", async () => {
      const job = aJob({ id: fresh().id });
      await under.store.saveJob(job);
      const writes = [
        { ...job, state: "approved", version: 2 },
        { ...job, state: "rejected", version: 2 },
      ] as const;
      const stored = await Promise.all(writes.map((write) => under.store.saveJob(write)));
      expect(stored.filter(Boolean)).toHaveLength(1);
      expect(await under.store.readJob(job.id)).toEqual(writes[stored.indexOf(true)]);
    });

    test("a version may not be skipped", async () => {
      const job = aJob({ id: fresh().id });
      await under.store.saveJob(job);
      expect(await under.store.saveJob({ ...job, version: 3 })).toBe(false);
    });

    test("jobs are listed newest first, by group or by namespace, as many as asked for", async () => {
      const { group, id, other } = fresh();
      const elsewhere = fresh();
      const plan = { ...aJob().plan, group };
      await under.store.saveJob(aJob({ id, plan, requestedAtMs: 5_000 }));
      await under.store.saveJob(aJob({ id: other, plan, requestedAtMs: 6_000 }));
      await under.store.saveJob(aJob({ id: elsewhere.id, plan: { ...plan, group: elsewhere.group } }));
      const ids = async (filter: { group?: string; limit: number }) =>
        (await under.store.listJobs(filter)).map((job) => job.id);
      expect(await ids({ group: `${group.namespace}/mymaster`, limit: 10 })).toEqual([other, id]);
      expect(await ids({ group: group.namespace, limit: 10 })).toEqual([other, id]);
      expect(await ids({ group: group.namespace, limit: 1 })).toEqual([other]);
      expect((await ids({ limit: 1000 })).slice(0, 2)).toEqual([other, id]);
      expect(await ids({ group: "nowhere", limit: 10 })).toEqual([]);
    });

    test("a group has at most one open incident", async () => {
      const { group, id, other } = fresh();
      const address = `${group.namespace}/mymaster`;
      expect(await under.store.openIncident(address)).toBeUndefined();
      const first = anIncident({ id, group });
      expect(await under.store.saveIncident(first)).toBe(true);
      expect(await under.store.saveIncident(anIncident({ id: other, group }))).toBe(false);
      expect(await under.store.openIncident(address)).toEqual(first);
      expect(await under.store.readIncident(other)).toBeUndefined();
    });

    test("of two incidents that open at once for a group one wins", async () => {
      const { group, id, other } = fresh();
      const saves = [id, other].map((name) => under.store.saveIncident(anIncident({ id: name, group })));
      expect((await Promise.all(saves)).filter(Boolean)).toHaveLength(1);
    });

    test("an incident that is being verified is still the open one, an ended one makes room", async () => {
      const { group, id, other } = fresh();
      const address = `${group.namespace}/mymaster`;
      const first = anIncident({ id, group });
      await under.store.saveIncident(first);
      const verifying = { ...first, state: "verifying", version: 2 } as const;
      await under.store.saveIncident(verifying);
      expect(await under.store.openIncident(address)).toEqual(verifying);
      await under.store.saveIncident({ ...first, state: "ended", version: 3 });
      expect(await under.store.openIncident(address)).toBeUndefined();
      expect(await under.store.readIncident(id)).toMatchObject({ state: "ended" });
      expect(await under.store.saveIncident(anIncident({ id: other, group }))).toBe(true);
    });

    test("a lock has one holder at a time, and its tokens grow", async () => {
      const { group } = fresh();
      const first = await under.store.lock(group.namespace, "bot-a");
      expect(await under.store.lock(group.namespace, "bot-b")).toBeUndefined();
      await first?.release();
      const second = await under.store.lock(group.namespace, "bot-b");
      expect(second?.token).toBeGreaterThan(first?.token ?? Number.POSITIVE_INFINITY);
      expect(second?.lost.aborted).toBe(false);
      await second?.release();
    });

    test("a release by a former holder does not take the lock from its successor", async () => {
      const { group } = fresh();
      const first = await under.store.lock(group.namespace, "bot-a");
      await first?.release();
      const second = await under.store.lock(group.namespace, "bot-a");
      await first?.release();
      expect(await under.store.lock(group.namespace, "bot-b")).toBeUndefined();
      await second?.release();
    });

    test("locks of different groups are independent", async () => {
      const locks = await Promise.all(
        [fresh(), fresh()].map(({ group }) => under.store.lock(group.namespace, "bot-a")),
      );
      expect(locks.every((lock) => lock !== undefined)).toBe(true);
      await Promise.all(locks.map((lock) => lock?.release()));
    });

    test("a claim is true for the first caller only, until its time is over", async () => {
      const { id } = fresh();
      const claims = await Promise.all([1, 2, 3].map(() => under.store.claim(id, 200)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      await under.pass(250);
      expect(await under.store.claim(id, 200)).toBe(true);
    });
  });
}
