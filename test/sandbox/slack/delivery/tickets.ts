import { randomUUID } from "node:crypto";
import type { SlackClock, Timings } from "../settings.ts";

/** Tickets of apps.connections.open: each good for one connection, for a short while. */
export type Tickets = { readonly issue: () => string; readonly take: (ticket: string) => boolean };

export function createTickets(deps: { readonly clock: SlackClock; readonly timings: Timings }): Tickets {
  const issuedAt = new Map<string, number>();
  return {
    issue() {
      const ticket = randomUUID();
      issuedAt.set(ticket, deps.clock.now());
      return ticket;
    },
    take(ticket) {
      const at = issuedAt.get(ticket);
      issuedAt.delete(ticket);
      return at !== undefined && deps.clock.now() - at <= deps.timings.ticketMs;
    },
  };
}
