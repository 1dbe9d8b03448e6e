import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { delimiter, join } from "node:path";
import { systemFolders } from "../../ensure-programs.ts";
import { containerEnv, expanded } from "./container-env.ts";
import { killHolders } from "./marked-processes.ts";
import type { PodPlace } from "./pod-place.ts";
import type { Container } from "./pod-spec.ts";
import { localPath } from "./volumes.ts";

/** Everything that a process of one life of a container is started with. */
export type Launchpad = {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly command: readonly string[];
  /** A file that every process of this life holds open: its PID namespace, so to speak. */
  readonly life: string;
};

/** Programs of images whose containers name no command. */
const entrypoints: Readonly<Record<string, readonly string[]>> = { redis: ["redis-server"] };

/** Composes environment, directory and command. Throws a `ConfigError` where a ConfigMap or Secret is missing. */
export function prepare(place: PodPlace, container: Container, life: string): Launchpad {
  const given = containerEnv(place, container);
  const mapped = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, localPath(place, container, value)]),
  );
  const cwd = workingDirectory(place, container);
  mkdirSync(cwd, { recursive: true });
  const image = container.image.split("/").at(-1)?.split(/[:@]/)[0] ?? "";
  const command = container.command.length > 0 ? container.command : (entrypoints[image] ?? []);
  return {
    cwd,
    life: join(place.directory, `life-${life}`),
    command: [...command, ...container.args].map((word) => localPath(place, container, expanded(word, given))),
    env: {
      PATH: [place.shims, process.env["PATH"] ?? "", ...systemFolders].join(delimiter),
      HOME: cwd,
      LANG: "C.UTF-8",
      ...mapped,
      BIND_ADDRESS: place.ip,
      SANDBOX_POD_IP: place.ip,
    },
  };
}

// What no volume is mounted at is the container's own: never a directory of the machine.
function workingDirectory(place: PodPlace, container: Container): string {
  const own = join(place.directory, "containers", container.name);
  const { workingDir } = container;
  if (workingDir === undefined) return own;
  const local = localPath(place, container, workingDir);
  return local === workingDir ? join(own, workingDir) : local;
}

/** Starts a command in a container's place, in a process group of its own. Rejects where there is no such program. */
export async function launch(
  { env, cwd, life }: Launchpad,
  [program = "", ...args]: readonly string[],
): Promise<ChildProcess> {
  const held = openSync(life, "a");
  const child = spawn(program, args, { env, cwd, detached: true, stdio: ["pipe", "pipe", "pipe", held] });
  closeSync(held);
  // Whoever reads its input may have gone before the end of it.
  child.stdin?.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (cause) =>
      reject(new Error(`exec: "${program}": executable file not found in $PATH`, { cause })),
    );
  });
  return child;
}

/** A life is over with its main process: whatever it, or an exec, has started ends too. */
export function endLife({ life }: Launchpad, pid: number | undefined): void {
  killGroup(pid);
  killHolders(life);
}

/** Everything that a launched process has started and that has not left its group. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All of it has ended meanwhile.
  }
}
