import { createHash } from "node:crypto";
import { AuditEntry, type AuditFact, chainStart } from "../domain/audit-entry.ts";
import { canonicalJson } from "./canonical-json.ts";

/** Where a chain ends: the next entry is `seq + 1` and has `hash` as its `previous`. */
export type Head = { readonly seq: number; readonly hash: string };

export const emptyChain: Head = { seq: 0, hash: chainStart };

/** The entry that carries the fact after this head. Pure. */
export function linkEntry(head: Head, fact: AuditFact): AuditEntry {
  const seq = head.seq + 1;
  return { seq, previous: head.hash, fact, hash: entryHash(head.hash, seq, fact) };
}

/** An entry as it is stored. */
export function entryText(entry: AuditEntry): string {
  return canonicalJson(entry);
}

export type ChainCheck =
  | { readonly kind: "intact"; readonly head: Head }
  | { readonly kind: "broken"; readonly seq: number; readonly reason: string };

/** Whether these stored texts go on from the head, each linked to the one before it. Pure. */
export function checkLinks(head: Head, texts: readonly string[]): ChainCheck {
  let last = head;
  for (const text of texts) {
    const seq = last.seq + 1;
    const reason = flaw(last, text);
    if (reason !== undefined) return { kind: "broken", seq, reason };
    last = { seq, hash: AuditEntry.parse(JSON.parse(text)).hash };
  }
  return { kind: "intact", head: last };
}

function flaw(last: Head, text: string): string | undefined {
  const entry = readEntry(text);
  if (entry === undefined) return "the entry cannot be read";
  if (entry.seq !== last.seq + 1) return `entry ${entry.seq} stands where ${last.seq + 1} belongs`;
  if (entry.previous !== last.hash) return "it does not follow from the entry before it, which was changed or removed";
  if (entry.hash !== entryHash(last.hash, entry.seq, entry.fact)) return "its text is not the one that was hashed";
  // What the schema ignores must not hide a change either.
  if (entryText(entry) !== text) return "its stored form was changed";
  return undefined;
}

/** One stored entry; undefined where it cannot be read. */
export function readEntry(text: string): AuditEntry | undefined {
  try {
    return AuditEntry.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function entryHash(previous: string, seq: number, fact: AuditFact): string {
  return createHash("sha256")
    .update(previous + canonicalJson({ seq, fact }))
    .digest("hex");
}
