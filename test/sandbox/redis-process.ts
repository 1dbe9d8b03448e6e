import { type ChildProcess, spawn } from "node:child_process";
import { Redis } from "ioredis";
import type { Address } from "../../src/domain/topology.ts";
import { poll } from "./poll.ts";
import type { Reaper } from "./reaper.ts";

/** One real redis-server or redis-sentinel on an address of its own. */
export type RedisProcess = {
  readonly address: Address;
  /** Its working directory. */
  readonly directory: string;
  readonly pid: () => number | undefined;
  /** `kill -9`; resolves when the process is gone and its port refuses. */
  readonly kill: () => Promise<void>;
  /** SIGTERM, as Kubernetes stops a container; resolves when it is gone. */
  readonly terminate: () => Promise<void>;
  /** SIGSTOP: TCP still accepts, nothing answers. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Starts it again at the same address (killing it first), with these arguments where they are given. */
  readonly restart: (args?: readonly string[]) => Promise<void>;
  /** One command over a connection of its own; rejects with the error reply. */
  readonly command: (...args: readonly string[]) => Promise<unknown>;
};

export type RedisProcessSettings = {
  readonly program: "redis-server" | "redis-sentinel";
  readonly address: Address;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly password?: string;
  readonly reaper: Reaper;
};

/** Starts the process and resolves when it answers PING (or that it needs a password, or is loading). */
export async function startRedisProcess(settings: RedisProcessSettings): Promise<RedisProcess> {
  const { address, reaper } = settings;
  let child = await launch(settings, settings.args);

  async function end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const ending = child;
    if (!isRunning(ending)) return;
    const gone = new Promise((done) => ending.once("exit", done));
    // A stopped process gets no SIGTERM before it goes on.
    ending.kill("SIGCONT");
    ending.kill(signal);
    await gone;
    if (ending.pid !== undefined) reaper.release(ending.pid);
  }

  return {
    address,
    directory: settings.cwd,
    pid: () => (isRunning(child) ? child.pid : undefined),
    kill: () => end("SIGKILL"),
    terminate: () => end("SIGTERM"),
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    restart: async (args) => {
      await end("SIGKILL");
      child = await launch(settings, args ?? settings.args);
    },
    command: (...args) => runCommand(address, settings.password, args),
  };
}

async function launch(settings: RedisProcessSettings, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(settings.program, args, { cwd: settings.cwd, stdio: ["ignore", "pipe", "pipe"] });
  const output: string[] = [];
  const keep = (chunk: Buffer) => void output.push(chunk.toString());
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  if (child.pid !== undefined) settings.reaper.adopt(child.pid);
  await poll(`${settings.program} answers at ${settings.address.host}`, async () => {
    if (!isRunning(child)) throw new Error(`${settings.program} ended:\n${output.join("").slice(-2_000)}`);
    return await answersPing(settings.address, settings.password);
  });
  return child;
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function answersPing(address: Address, password: string | undefined): Promise<boolean> {
  try {
    await runCommand(address, password, ["PING"]);
    return true;
  } catch (error) {
    return error instanceof Error && /^(NOAUTH|LOADING|MASTERDOWN)/.test(error.message);
  }
}

async function runCommand(
  { host, port }: Address,
  password: string | undefined,
  [name = "PING", ...args]: readonly string[],
): Promise<unknown> {
  const redis = new Redis({
    host,
    port,
    ...(password !== undefined && { password }),
    lazyConnect: true,
    protocol: 2,
    disableClientInfo: true,
    enableReadyCheck: false,
    retryStrategy: null,
    connectTimeout: 2_000,
    commandTimeout: 5_000,
  });
  // The rejected promise below tells of it.
  redis.on("error", () => {});
  try {
    await redis.connect();
    return await redis.call(name, ...args);
  } finally {
    redis.disconnect();
  }
}
