import { readdir, readFile } from "node:fs/promises";

/**
 * `kill -9` of the redis-server of a pod whose node's processes are this machine's: the one whose control group carries the
 * pod's uid. Throws where there is none, as with nodes elsewhere.
 */
export async function killPodProcess({ name, uid }: { readonly name: string; readonly uid: string }): Promise<void> {
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
  const own = await Promise.all(pids.map((pid) => isRedisOf(uid, pid)));
  const found = pids.filter((_, i) => own[i]);
  if (found.length === 0) throw new Error(`no redis-server of ${name} is among this machine's processes`);
  for (const pid of found) process.kill(Number(pid), "SIGKILL");
}

async function isRedisOf(uid: string, pid: string): Promise<boolean> {
  try {
    const program = await readFile(`/proc/${pid}/comm`, "utf8");
    if (program.trim() !== "redis-server") return false;
    const groups = await readFile(`/proc/${pid}/cgroup`, "utf8");
    return groups.includes(uid) || groups.includes(uid.replaceAll("-", "_"));
  } catch {
    // It ended meanwhile.
    return false;
  }
}
