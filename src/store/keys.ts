/** Every key of the store is below this one prefix; the audit log and the queue have their own beside it. */
export const storePrefix = "redis-ha-bot:store:";

/** What is kept, newest first; older records go. */
export const limits = { records: 10_000, recordsOfAGroup: 500 } as const;

export type RecordKind = "job" | "incident";

export const keys = {
  record: (kind: RecordKind, id: string) => `${storePrefix}${kind}:${id}`,
  index: (kind: RecordKind) => `${storePrefix}${kind}s`,
  groupIndex: (kind: RecordKind, group: string) => `${storePrefix}${kind}s:of:${group}`,
  openIncident: (group: string) => `${storePrefix}open-incident:${group}`,
  lock: (group: string) => `${storePrefix}lock:${group}`,
  lockToken: (group: string) => `${storePrefix}lock-token:${group}`,
  claim: (key: string) => `${storePrefix}claim:${key}`,
} as const;
