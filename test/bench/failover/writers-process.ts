import type { Redis } from "ioredis";
import { dial } from "./dial.ts";
import { findMaster } from "./find-master.ts";
import { type SteadyWriter, writeSteadily } from "./write-steadily.ts";
import { type Clients, Order, type Report } from "./writers-messages.ts";

/** The process that `startWriters` starts: both clients, until it is told to stop or nobody is there to tell it. */
type Client = { readonly bySentinels: SteadyWriter; readonly byService?: SteadyWriter };

const running: { sentinels: Clients["sentinels"]; client?: Client } = { sentinels: [] };

process.on("message", (message) => obey(Order.parse(message)));
process.once("disconnect", () => process.exit(0));
setInterval(() => tell({ kind: "acknowledged", counts: counts() }), 100).unref();

function obey(order: Order): void {
  switch (order.kind) {
    case "start":
      running.sentinels = order.clients.sentinels;
      running.client = start(order.clients);
      return;
    case "sentinels":
      running.sentinels = order.sentinels;
      return;
    case "stop":
      stop();
  }
}

function start({ masterName, password, service }: Clients): Client {
  const access = { masterName, ...(password !== undefined && { password }) };
  const toMaster = (): Promise<Redis> => findMaster({ ...access, sentinels: running.sentinels });
  return {
    bySentinels: writeSteadily("by-sentinels", toMaster),
    ...(service !== undefined && { byService: writeSteadily("by-service", () => dial(service, password)) }),
  };
}

async function stop(): Promise<void> {
  const [bySentinels, byService] = await Promise.all([
    running.client?.bySentinels.stop(),
    running.client?.byService?.stop(),
  ]);
  if (bySentinels === undefined) return;
  tell({ kind: "recorded", recordings: { bySentinels, ...(byService !== undefined && { byService }) } });
}

function counts(): number[] {
  const { bySentinels, byService } = running.client ?? {};
  return [bySentinels, byService].flatMap((one) => (one === undefined ? [] : [one.acknowledged()]));
}

// Who started it may be gone by now, and needs no report then.
function tell(report: Report): void {
  if (process.connected) process.send?.(report, undefined, undefined, () => {});
}
