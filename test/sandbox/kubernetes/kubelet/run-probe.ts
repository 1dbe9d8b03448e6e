import { once } from "node:events";
import { connect } from "node:net";
import { killGroup, type Launchpad, launch } from "./launch.ts";
import type { PodPlace } from "./pod-place.ts";
import type { Container, Handler } from "./pod-spec.ts";
import { localPath } from "./volumes.ts";

export type ProbeTarget = { readonly place: PodPlace; readonly container: Container; readonly pad: Launchpad };

/** Asks once. Never throws: what cannot be asked has failed. */
export async function runHandler(handler: Handler, target: ProbeTarget, timeoutMs: number): Promise<boolean> {
  try {
    if (handler.exec !== undefined) return await runExec(handler.exec.command, target, timeoutMs);
    if (handler.tcpSocket !== undefined) return await canConnect(target, handler.tcpSocket.port, timeoutMs);
    if (handler.httpGet !== undefined) return await answersHttp(target, handler.httpGet, timeoutMs);
    if (handler.sleep === undefined) return false;
    const sleepMs = Math.min(handler.sleep.seconds * 1000, timeoutMs);
    await new Promise((resolve) => setTimeout(resolve, sleepMs));
    return true;
  } catch {
    return false;
  }
}

async function runExec(
  command: readonly string[],
  { place, container, pad }: ProbeTarget,
  timeoutMs: number,
): Promise<boolean> {
  const child = await launch(
    pad,
    command.map((word) => localPath(place, container, word)),
  );
  child.stdout?.resume();
  child.stderr?.resume();
  child.stdin?.end();
  const timer = setTimeout(() => killGroup(child.pid), timeoutMs);
  const [code] = await once(child, "exit");
  clearTimeout(timer);
  return code === 0;
}

function canConnect({ place, container }: ProbeTarget, port: number | string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: place.ip, port: portNumber(container, port), timeout: timeoutMs });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => done(true));
    socket.once("timeout", () => done(false));
    socket.once("error", () => done(false));
  });
}

async function answersHttp(
  { place, container }: ProbeTarget,
  { port, path }: NonNullable<Handler["httpGet"]>,
  timeoutMs: number,
): Promise<boolean> {
  const url = `http://${place.ip}:${portNumber(container, port)}${path}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "manual" });
  await response.body?.cancel();
  return response.status >= 200 && response.status < 400;
}

function portNumber({ ports }: Container, port: number | string): number {
  return typeof port === "number" ? port : (ports.find(({ name }) => name === port)?.containerPort ?? Number(port));
}
