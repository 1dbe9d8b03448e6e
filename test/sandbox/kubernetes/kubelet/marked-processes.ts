import { readdirSync, readFileSync } from "node:fs";

/**
 * Kills every process with this in its environment, such as daemons that left their group. Only Linux shows it; elsewhere
 * (see the ledger) daemons are left to the end of their own.
 */
export function killMarked(mark: string): void {
  for (const pid of pidsWith(mark)) kill(pid);
}

function pidsWith(mark: string): readonly number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => environOf(pid).split("\0").includes(mark))
    .map(Number);
}

function environOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    return "";
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
