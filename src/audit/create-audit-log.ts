import { type AuditEntry, type AuditFact, chainStart } from "../domain/audit-entry.ts";
import { Fault } from "../domain/fault.ts";
import type { AuditLog } from "../flows/ports.ts";
import { checkLinks, emptyChain, entryText, type Head, linkEntry, readEntry } from "./chain.ts";
import { type AuditRedis, appendAfter, countEntries, readTexts } from "./entries.ts";

export type AuditVerdict =
  | { readonly kind: "intact"; readonly entries: number }
  | { readonly kind: "broken"; readonly seq: number; readonly reason: string };

export type ChainedAuditLog = AuditLog & {
  /** Walks the whole chain, a page at a time. Faults: `store-unreachable`. */
  readonly verifyChain: () => Promise<AuditVerdict>;
};

export type AuditLogOptions = {
  readonly botRedis: AuditRedis;
  /** Removes secrets from an entry's text. */
  readonly redact: (text: string) => string;
};

const pageSize = 500;
/** How far back `list` looks for what it was asked. */
const farthest = 50_000;
const longestDetail = 2000;
/** Other replicas append too: how often one may be faster before we give up. */
const attempts = 100;

/** The `AuditLog` port: a hash chain in the bot's own Redis, the same for all replicas. */
export function createAuditLog({ botRedis, redact }: AuditLogOptions): ChainedAuditLog {
  // What this process saw last: an entry that is missing later was removed.
  let head: Head = emptyChain;
  let queue: Promise<unknown> = Promise.resolve();

  async function link(fact: AuditFact): Promise<AuditEntry> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const entry = linkEntry(head, fact);
      const outcome = await appendAfter(botRedis, { head, text: entryText(entry), start: chainStart });
      head = outcome === "appended" ? { seq: entry.seq, hash: entry.hash } : outcome;
      if (outcome === "appended") return entry;
    }
    throw new Fault("store-unreachable", "The audit log could not be written: too many others write at the same time.");
  }
  function append(fact: AuditFact): Promise<AuditEntry> {
    const entry = queue.then(() => link({ ...fact, detail: shorten(redact(fact.detail)) }));
    queue = entry.catch(() => undefined);
    return entry;
  }
  return {
    append,
    list: (filter) => listEntries(botRedis, filter),
    verifyChain: () => verifyChain(botRedis, head),
  };
}

function shorten(text: string): string {
  return text.length <= longestDetail ? text : `${text.slice(0, longestDetail - 1)}…`;
}

type Filter = Parameters<AuditLog["list"]>[0];

async function listEntries(redis: AuditRedis, filter: Filter): Promise<readonly AuditEntry[]> {
  const found: AuditEntry[] = [];
  const newest = await countEntries(redis);
  const oldest = Math.max(0, newest - farthest);
  for (let end = newest; end > oldest && found.length < filter.limit; end -= pageSize) {
    const first = Math.max(1, end - pageSize + 1);
    const texts = await readTexts(redis, first, end - first + 1);
    const entries = texts.map(readEntry).filter((entry) => entry !== undefined);
    found.push(...entries.reverse().filter((entry) => fits(entry, filter)));
  }
  return found.slice(0, filter.limit);
}

// A namespace alone means whatever master names it has.
function fits({ fact }: AuditEntry, { group, jobId }: Filter): boolean {
  const inGroup = group === undefined || fact.group === group || fact.group?.startsWith(`${group}/`) === true;
  return inGroup && (jobId === undefined || fact.jobId === jobId);
}

async function verifyChain(redis: AuditRedis, seen: Head): Promise<AuditVerdict> {
  let head = emptyChain;
  for (;;) {
    const texts = await readTexts(redis, head.seq + 1, pageSize);
    const check = checkLinks(head, texts);
    if (check.kind === "broken") return check;
    const rewritten = checkWitness(seen, head, texts);
    if (rewritten !== undefined) return rewritten;
    head = check.head;
    if (texts.length < pageSize) break;
  }
  if (head.seq < seen.seq)
    return { kind: "broken", seq: head.seq + 1, reason: `entries up to ${seen.seq} were removed` };
  return { kind: "intact", entries: head.seq };
}

// A chain whose end was written anew is intact in itself; this process remembers what it ended with.
function checkWitness(seen: Head, before: Head, texts: readonly string[]): AuditVerdict | undefined {
  const text = texts[seen.seq - before.seq - 1];
  if (text === undefined || readEntry(text)?.hash === seen.hash) return undefined;
  return { kind: "broken", seq: seen.seq, reason: "it is not the entry that was written" };
}
