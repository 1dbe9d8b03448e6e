import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { eventually } from "../eventually.ts";

const here = (path: string) => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)));

/** Runs a program that prints one line, kills it as nobody can foresee, and gives that line. */
async function killedAfterItsLine(program: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface(child.stdout), "line");
  child.kill("SIGKILL");
  await once(child, "exit");
  return String(line).split(" ");
}

function lives(pid: string | undefined): boolean {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

test("what was adopted, and what it had started, ends with a killed owner, and the directory goes", async () => {
  const [directory = "", leader, child] = await killedAfterItsLine(`
    import { spawn } from "node:child_process";
    import { once } from "node:events";
    import { startReaper } from ${here("reaper.ts")};
    const reaper = startReaper("redis-ha-reaper-test-");
    const leader = spawn("sh", ["-c", "sleep 61 & echo $!; wait"], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
    reaper.adopt(leader.pid);
    const [pid] = await once(leader.stdout, "data");
    console.log(reaper.directory, leader.pid, String(pid).trim());
    setInterval(() => {}, 1000);`);
  await eventually("both have ended", () => !lives(leader) && !lives(child));
  await eventually("the directory is gone", () => !existsSync(directory));
});

test("no process of a pod outlives a sandbox that is killed, nor does a daemon that an exec left behind", async () => {
  const [directory = "", ...pids] = await killedAfterItsLine(`
    import { sh, startMachineryUnderTest } from ${here("kubernetes/machinery-under-test.ts")};
    const here = await startMachineryUnderTest();
    here.pod("left", { containers: [sh("sleep 61 & exec sleep 62")] });
    await here.running("left");
    await here.exec("left", "sh", "-c", "setsid sleep 63 >/dev/null 2>&1 </dev/null & echo $! >daemon");
    const text = await here.exec("left", "sh", "-c", "pwd; cat daemon; pgrep -f 'sleep 6[12]' | while read p; do [ \\"$(readlink /proc/$p/cwd)\\" = \\"$PWD\\" ] && echo $p; done");
    console.log(text.trim().split("\\n").join(" "));
    setInterval(() => {}, 1000);`);
  expect(pids.length).toBeGreaterThanOrEqual(3);
  await eventually("all have ended", () => !pids.some(lives));
  await eventually("the directory is gone", () => !existsSync(directory));
});
