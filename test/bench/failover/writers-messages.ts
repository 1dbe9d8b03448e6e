import { z } from "zod";

const Address = z.object({ host: z.string(), port: z.number() });

/** Where the clients find the master: through the Sentinels' own addresses, and behind one fixed address. */
export const Clients = z.object({
  masterName: z.string(),
  password: z.string().exactOptional(),
  sentinels: z.array(Address),
  service: Address.exactOptional(),
});
export type Clients = z.infer<typeof Clients>;

/** What the process that writes is told. */
export const Order = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("start"), clients: Clients }),
  z.object({ kind: z.literal("sentinels"), sentinels: z.array(Address) }),
  z.object({ kind: z.literal("stop") }),
]);
export type Order = z.infer<typeof Order>;

const Recorded = z.object({
  startedAt: z.number(),
  stoppedAt: z.number(),
  acks: z.array(z.object({ key: z.string(), at: z.number() })).readonly(),
});
const Recordings = z.object({ bySentinels: Recorded, byService: Recorded.exactOptional() });
export type Recordings = z.infer<typeof Recordings>;

/** What it says: how much each client has had acknowledged, and at the end everything. */
export const Report = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("acknowledged"), counts: z.array(z.number()) }),
  z.object({ kind: z.literal("recorded"), recordings: Recordings }),
]);
export type Report = z.infer<typeof Report>;
