import { readdirSync, readlinkSync } from "node:fs";

/**
 * Kills every process that holds this file open as descriptor 3: it is handed on to whatever a process starts, daemons
 * included, and nobody closes it. (The environment would not do: Redis writes its title over it.) Only Linux shows it;
 * elsewhere daemons are left to themselves, as the ledger says.
 */
export function killHolders(path: string): void {
  if (process.platform !== "linux") return;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    if (heldBy(pid).startsWith(path)) kill(Number(pid));
  }
}

function heldBy(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/fd/3`);
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
