import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/audit/canonical-json.ts";
import { checkLinks, emptyChain, entryText, linkEntry } from "../../src/audit/chain.ts";
import { type AuditEntry, chainStart } from "../../src/domain/audit-entry.ts";
import { aFact } from "../contracts/audit-log.ts";

function chainOf(details: readonly string[]): readonly AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (const detail of details) entries.push(linkEntry(entries.at(-1) ?? emptyChain, aFact({ detail })));
  return entries;
}

describe("canonical JSON", () => {
  test("does not depend on the order of keys, and leaves undefined out", () => {
    expect(canonicalJson({ b: 1, a: { d: [1, "x"], c: null }, e: undefined })).toBe(
      '{"a":{"c":null,"d":[1,"x"]},"b":1}',
    );
  });

  test("is JSON that reads back as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.parse(canonicalJson(JSON.parse(text)))).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe("chain", () => {
  test("an entry's hash is the SHA-256 of the previous hash and the canonical JSON of seq and fact", () => {
    // printf '%s' "$(printf '0%.0s' $(seq 64))"'{"fact":{…},"seq":1}' | sha256sum
    const entry = linkEntry(emptyChain, aFact());
    expect(entry).toEqual({
      seq: 1,
      previous: chainStart,
      fact: aFact(),
      hash: "22d1832d99525aa6ad3bcb3d16c7b5d045fa69fea894cbede9a45ac6e452dca7",
    });
  });

  test("an untouched chain is intact, page by page", () => {
    const texts = chainOf(["one", "two", "three"]).map(entryText);
    const first = checkLinks(emptyChain, texts.slice(0, 2));
    expect(first).toMatchObject({ kind: "intact", head: { seq: 2 } });
    if (first.kind === "intact") expect(checkLinks(first.head, texts.slice(2))).toMatchObject({ kind: "intact" });
  });

  test("a changed fact is found where it stands", () => {
    const texts = chainOf(["one", "two", "three"]).map(entryText);
    const forged = texts.map((text, index) => (index === 1 ? text.replace("two", "2") : text));
    expect(checkLinks(emptyChain, forged)).toEqual({
      kind: "broken",
      seq: 2,
      reason: "its text is not the one that was hashed",
    });
  });

  test("an entry that was changed and hashed anew is found at the one after it", () => {
    const chain = chainOf(["one", "two", "three"]);
    const forged = linkEntry({ seq: 1, hash: chain[0]?.hash ?? "" }, aFact({ detail: "2" }));
    const texts = [chain[0], forged, chain[2]].flatMap((entry) => (entry === undefined ? [] : [entryText(entry)]));
    expect(checkLinks(emptyChain, texts)).toMatchObject({ kind: "broken", seq: 3 });
  });

  test("a removed or repeated entry is found", () => {
    const texts = chainOf(["one", "two", "three"]).map(entryText);
    expect(checkLinks(emptyChain, texts.toSpliced(1, 1))).toMatchObject({ kind: "broken", seq: 2 });
    expect(checkLinks(emptyChain, texts.toSpliced(1, 0, texts[0] ?? ""))).toMatchObject({ kind: "broken", seq: 2 });
  });

  test("any change of any entry's text is found", () => {
    const texts = chainOf(["one", "two", "three", "four"]).map(entryText);
    const change = fc.record({
      entry: fc.nat(3),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      by: fc.string({ unit: "grapheme" }),
    });
    fc.assert(
      fc.property(change, fc.boolean(), ({ entry, at, by }, inserts) => {
        const text = texts[entry] ?? "";
        const place = Math.floor(at * text.length);
        const changed = text.slice(0, place) + by + text.slice(inserts ? place : place + 1);
        fc.pre(changed !== text);
        expect(checkLinks(emptyChain, texts.with(entry, changed)).kind).toBe("broken");
      }),
      { numRuns: 500 },
    );
  });
});
