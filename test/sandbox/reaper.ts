import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Ends processes and removes a directory even when this process is killed and can do nothing any more. */
export type Reaper = {
  readonly directory: string;
  /** From now on the process is ended with this one. */
  readonly adopt: (pid: number) => void;
  readonly release: (pid: number) => void;
  /** Ends everything adopted, removes the directory, and resolves when that is done. */
  readonly reap: () => Promise<void>;
};

// It waits for the end of its standard input, which the kernel closes however the parent ends.
const script = `
cat >/dev/null
for f in "$1"/pids/*; do [ -e "$f" ] && kill -9 "$(basename "$f")" 2>/dev/null; done
if [ -n "$2" ]; then
  for p in /proc/[0-9]*; do
    grep -qsxzF "$2" "$p/environ" && kill -9 "$(basename "$p")" 2>/dev/null
  done
fi
rm -rf "$1"`;

/** `mark`: a `NAME=value` in the environment of every process that is to be ended as well (on Linux, which shows it). */
export function startReaper(prefix: string, mark = ""): Reaper {
  const directory = mkdtempSync(join(tmpdir(), prefix));
  mkdirSync(pids(directory));
  const child = spawn("sh", ["-c", script, "reaper", directory, mark], {
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
