/** What this person sent, newest last, for the arrow keys; this browser remembers it. */
export function readHistory(userId: string): readonly string[] {
  const kept: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? "[]");
  return Array.isArray(kept) ? kept.filter((line) => typeof line === "string") : [];
}

const mostLines = 100;

/** Adds a line; the same line twice in a row is kept once. */
export function addToHistory(userId: string, line: string): void {
  const before = readHistory(userId);
  if (before.at(-1) === line) return;
  localStorage.setItem(keyOf(userId), JSON.stringify([...before, line].slice(-mostLines)));
}

function keyOf(userId: string): string {
  return `sandbox-history-${userId}`;
}
