import type { Address } from "../domain/topology.ts";
import type { Access, Writer } from "../flows/ports.ts";
import { dial, isConnection } from "./connection.ts";
import { targetOf } from "./target.ts";

const key = "redis-ha-bot:gap";
const seconds = "60";

/** A client of its own that writes one key; it dials anew after a loss. `timeoutMs` is for a dial and for a write. */
export function openWriter(redis: Address, access: Access, timeoutMs: number): Writer {
  let dialled = dial(targetOf(redis, access), timeoutMs);
  let isClosed = false;
  return {
    write: async (value) => {
      const connection = await dialled;
      if (!isConnection(connection) || !connection.isOpen()) {
        if (!isClosed) dialled = dial(targetOf(redis, access), timeoutMs);
        return false;
      }
      const outcome = await connection.send([["SET", key, value, "EX", seconds]], timeoutMs);
      return outcome.kind === "replies" && outcome.replies[0]?.ok === true;
    },
    close: () => {
      isClosed = true;
      void dialled.then((connection) => (isConnection(connection) ? connection.close() : undefined));
    },
  };
}
