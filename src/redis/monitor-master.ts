import { z } from "zod";
import { Fault } from "../domain/fault.ts";
import type { MonitorSettings } from "../domain/plans/step.ts";
import { type Address, addressText, isSameAddress } from "../domain/topology.ts";
import type { Access } from "../flows/ports.ts";
import { act } from "./act.ts";
import type { Command } from "./connection.ts";
import type { Exchange } from "./connection-pool.ts";
import { refusedAct } from "./redis-fault.ts";

const MonitoredAt = z.tuple([z.string(), z.coerce.number()]).nullable();

/**
 * Makes one Sentinel monitor a master with exactly these settings. Where it monitors the name at this address already,
 * only the settings are sent. Faults: `redis-refused` where it monitors the name at another address (nothing is changed
 * then: a second MONITOR without a REMOVE cannot be right), and the others of `act`.
 */
export async function monitorMaster(
  tell: Exchange,
  sentinel: Address,
  master: Address,
  settings: MonitorSettings,
  access: Access,
): Promise<string> {
  const present = await monitoredAt(tell, sentinel, settings.masterName, access);
  if (present !== undefined && !isSameAddress(present, master)) throw elsewhere(sentinel, settings, present);
  const commands = [...(present === undefined ? [monitorCommand(master, settings)] : []), setCommand(settings, access)];
  const replies = await act(tell, sentinel, access, commands);
  const refused = replies.find((reply) => !reply.ok);
  if (refused?.ok === false) throw refusedAct(sentinel, refused.text);
  return present === undefined ? "OK" : "OK, it was monitored there already; settings written again";
}

async function monitoredAt(
  tell: Exchange,
  sentinel: Address,
  masterName: string,
  access: Access,
): Promise<Address | undefined> {
  const [reply] = await act(tell, sentinel, access, [["SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName]]);
  if (reply?.ok !== true) throw refusedAct(sentinel, reply?.text ?? "no reply");
  const at = MonitoredAt.safeParse(reply.value);
  if (!at.success) throw refusedAct(sentinel, "its answer is not one of a Sentinel.");
  return at.data === null ? undefined : { host: at.data[0], port: at.data[1] };
}

function monitorCommand({ host, port }: Address, { masterName, quorum }: MonitorSettings): Command {
  return ["SENTINEL", "MONITOR", masterName, host, `${port}`, `${quorum}`];
}

// One SET takes many options. MONITOR forgets all of them, the password first of all (`redis.md`, part 1.3).
function setCommand(settings: MonitorSettings, { password }: Access): Command {
  const options = {
    quorum: settings.quorum,
    "down-after-milliseconds": settings.downAfterMs,
    "failover-timeout": settings.failoverTimeoutMs,
    "parallel-syncs": settings.parallelSyncs,
    ...(password !== undefined && { "auth-pass": password }),
  };
  const flat = Object.entries(options).flatMap(([name, value]) => [name, `${value}`]);
  return ["SENTINEL", "SET", settings.masterName, ...flat];
}

function elsewhere(sentinel: Address, { masterName }: MonitorSettings, present: Address): Fault {
  return new Fault(
    "redis-refused",
    `The Sentinel at ${addressText(sentinel)} monitors ${masterName} at ${addressText(present)}: it must forget that ` +
      "one first, as must all the others, or they switch it back.",
  );
}
