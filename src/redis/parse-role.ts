import { z } from "zod";

const RoleReply = z.union([
  z.tuple([z.literal("master")], z.unknown()),
  z.tuple([z.literal("slave"), z.string(), z.coerce.number(), z.string()], z.unknown()),
  z.tuple([z.literal("sentinel")], z.unknown()),
]);

/** What kind of process answers, and how far a replica is with its master (`connect`, `sync`, `connected`, …). */
export type ProcessRole =
  | { readonly kind: "master" }
  | { readonly kind: "replica"; readonly state: string }
  | { readonly kind: "sentinel" };

/** Reads a reply to `ROLE`; throws a `ZodError` where it is none. */
export function parseRole(reply: unknown): ProcessRole {
  const role = RoleReply.parse(reply);
  if (role[0] === "slave") return { kind: "replica", state: role[3] };
  return { kind: role[0] };
}
