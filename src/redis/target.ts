import type { Address } from "../domain/topology.ts";
import type { Access } from "../flows/ports.ts";
import type { Target } from "./connection.ts";

/** Where to, and with which password. */
export function targetOf({ host, port }: Address, { password }: Access): Target {
  return { address: { host, port }, ...(password !== undefined && { password }) };
}
