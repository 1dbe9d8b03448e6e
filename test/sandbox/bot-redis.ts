import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port.ts";
import { type Reaper, startReaper } from "./reaper.ts";

export type BotRedisProcess = {
  readonly url: string;
  readonly port: number;
  readonly pid: () => number | undefined;
  /** As a crash: nothing is written any more. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port, with what is on its disk. */
  readonly restart: () => Promise<void>;
  /** Frozen: its socket accepts, nothing answers. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Ends the process and removes its directory. */
  readonly close: () => Promise<void>;
};

export type BotRedisSetup = {
  readonly port?: number;
  /** Where its append-only file lives; absent: a temporary directory, removed by `close`. */
  readonly directory?: string;
  /** Further settings, as redis-server takes them on its command line. */
  readonly settings?: readonly string[];
};

/** The bot's own Redis: a real redis-server on 127.0.0.1, durable as the audit log needs it. */
export async function startBotRedis(setup: BotRedisSetup = {}): Promise<BotRedisProcess> {
  const port = setup.port ?? (await freePort());
  const reaper = startReaper("redis-ha-bot-store-");
  const directory = setup.directory ?? reaper.directory;
  const durable = ["--save", "", "--appendonly", "yes", "--appendfsync", "always"];
  const place = ["--port", String(port), "--bind", "127.0.0.1", "--dir", directory];
  const command = [...place, ...durable, ...(setup.settings ?? [])];
  let process = await start(command, port, reaper);
  async function kill(): Promise<void> {
    process.kill("SIGKILL");
    await ended(process);
    if (process.pid !== undefined) reaper.release(process.pid);
  }
  async function restart(): Promise<void> {
    await kill();
    process = await start(command, port, reaper);
  }
  async function close(): Promise<void> {
    await kill();
    await reaper.reap();
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: () => process.pid,
    kill,
    restart,
    freeze: () => process.kill("SIGSTOP"),
    thaw: () => process.kill("SIGCONT"),
    close,
  };
}

async function start(command: readonly string[], port: number, reaper: Reaper): Promise<ChildProcess> {
  const process = spawn("redis-server", command, { stdio: "ignore" });
  if (process.pid !== undefined) reaper.adopt(process.pid);
  const deadline = Date.now() + 10_000;
  while (!(await answers(port))) {
    if (process.exitCode !== null) throw new Error(`redis-server ended with exit code ${process.exitCode}`);
    if (Date.now() > deadline) throw new Error(`redis-server does not answer on port ${port}`);
    await sleep(20);
  }
  return process;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(500, () => end(false));
    socket.once("error", () => end(false));
    socket.once("data", (data) => end(data.toString().startsWith("+PONG")));
  });
}

async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode === null && process.signalCode === null) await once(process, "exit");
}
