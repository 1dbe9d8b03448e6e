import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Ends processes and removes a directory even when this process is killed and can do nothing any more. */
export type Reaper = {
  readonly directory: string;
  /** From now on the process is ended with this one, and its process group where it leads one. */
  readonly adopt: (pid: number) => void;
  readonly release: (pid: number) => void;
  /** Ends everything adopted, removes the directory, and resolves when that is done. */
  readonly reap: () => Promise<void>;
};

// It waits for the end of its standard input, which the kernel closes however the parent ends. Daemons are known by what
// they hold open as descriptor 3 (see `launch.ts`), which only Linux shows.
const script = `
cat >/dev/null
for f in "$1"/pids/*; do
  [ -e "$f" ] || continue
  p=$(basename "$f")
  kill -s KILL -- "-$p" 2>/dev/null || kill -9 "$p" 2>/dev/null
done
for p in /proc/[0-9]*; do
  case $(readlink "$p/fd/3" 2>/dev/null) in "$1"/*) kill -9 "\${p#/proc/}" 2>/dev/null ;; esac
done
rm -rf "$1"`;

export function startReaper(prefix: string): Reaper {
  const directory = mkdtempSync(join(tmpdir(), prefix));
  mkdirSync(pids(directory));
  const child = spawn("sh", ["-c", script, "reaper", directory], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  child.unref();
  return {
    directory,
    adopt: (pid) => writeFileSync(join(pids(directory), `${pid}`), ""),
    release: (pid) => rmSync(join(pids(directory), `${pid}`), { force: true }),
    reap: () =>
      new Promise((done) => {
        child.ref();
        child.once("exit", () => done());
        child.stdin.end();
      }),
  };
}

function pids(directory: string): string {
  return join(directory, "pids");
}
