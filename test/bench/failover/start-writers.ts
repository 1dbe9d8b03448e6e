import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Address } from "../../../src/domain/topology.ts";
import { type Clients, type Order, type Recordings, Report } from "./writers-messages.ts";

const program = fileURLToPath(new URL("writers-process.ts", import.meta.url));

export type Writers = {
  /** What each of the clients has had acknowledged, as of a tenth of a second ago. */
  readonly acknowledged: () => readonly number[];
  /** Pods came or went: from now on these Sentinels are asked. */
  readonly tell: (sentinels: readonly Address[]) => void;
  readonly stop: () => Promise<Recordings>;
  readonly kill: () => void;
};

/** Starts the clients in a process of their own: nothing that this one does may hold them up. */
export function startWriters(clients: Clients): Writers {
  const child = fork(program, { stdio: "inherit" });
  const send = (order: Order) => {
    if (child.connected) child.send(order);
  };
  const recorded = Promise.withResolvers<Recordings>();
  // Whoever stops them hears of it; nobody else waits.
  recorded.promise.catch(() => {});
  let counts: readonly number[] = [];
  child.on("message", (message) => {
    const report = Report.parse(message);
    if (report.kind === "acknowledged") counts = report.counts;
    else recorded.resolve(report.recordings);
  });
  child.once("exit", () => recorded.reject(new Error("the writing process ended by itself")));
  send({ kind: "start", clients });
  return {
    acknowledged: () => counts,
    tell: (sentinels) => send({ kind: "sentinels", sentinels: [...sentinels] }),
    stop: async () => {
      send({ kind: "stop" });
      const recordings = await recorded.promise;
      child.disconnect();
      return recordings;
    },
    kill: () => void child.kill("SIGKILL"),
  };
}
