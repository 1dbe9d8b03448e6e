import { readdirSync, readlinkSync } from "node:fs";

/**
 * Kills every process that holds this file open as descriptor 3: it is handed on to whatever a process starts, daemons
 * included, and nobody closes it. (The environment would not do: Redis writes its title over it.) Only Linux shows it;
 * elsewhere daemons are left to themselves, as the ledger says.
 */
export function killHolders(path: string): void {
  if (process.platform !== "linux") return;
  // Again, while there are any: one may have forked between the look and the kill.
  for (let round = 0; round < mostRounds; round += 1) {
    const holders = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && heldBy(name).startsWith(path));
    if (holders.length === 0) return;
    for (const pid of holders) kill(Number(pid));
  }
}

const mostRounds = 5;

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
