import { z } from "zod";
import type { Address, NoAnswer } from "../domain/topology.ts";
import type { Access, RoleAnswer } from "../flows/ports.ts";
import type { Exchange } from "./connection-pool.ts";
import { readReply, unreadable } from "./read-reply.ts";
import { refusal } from "./refusal.ts";
import { targetOf } from "./target.ts";

const RoleReply = z.union([
  z.tuple([z.literal("master"), z.coerce.number()], z.unknown()),
  z.tuple([z.literal("slave"), z.string(), z.coerce.number(), z.string(), z.coerce.number()], z.unknown()),
]);

/** `ROLE` alone: what a hand-over polls. One short round trip. Never throws. */
export async function readRole(ask: Exchange, redis: Address, access: Access): Promise<RoleAnswer | NoAnswer> {
  const outcome = await ask(targetOf(redis, access), [["ROLE"]]);
  if (outcome.kind !== "replies") return outcome;
  const [reply] = outcome.replies;
  if (reply?.ok === false) return refusal(reply.text) ?? { kind: "error", text: reply.text };
  const role = RoleReply.safeParse(readReply(reply));
  if (!role.success) return unreadable("Redis", role.error);
  if (role.data[0] === "master") return { kind: "master", offset: role.data[1] };
  const [, host, port, state, offset] = role.data;
  return { kind: "replica", master: { host, port }, isLinked: state === "connected", offset };
}
