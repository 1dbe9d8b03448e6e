import type { Address } from "../domain/topology.ts";
import type { Access } from "../flows/ports.ts";
import type { Command, Reply } from "./connection.ts";
import type { Exchange } from "./connection-pool.ts";
import { refusedAct, unanswered } from "./redis-fault.ts";
import { refusal } from "./refusal.ts";
import { targetOf } from "./target.ts";

/**
 * Sends commands of an act; resolves with their replies. Faults: `redis-unreachable`, `redis-auth`, and `redis-refused`
 * while loading. Other error replies are returned, with the password taken out: Redis quotes what it does not know.
 */
export async function act(
  tell: Exchange,
  address: Address,
  access: Access,
  commands: readonly Command[],
): Promise<readonly Reply[]> {
  const outcome = await tell(targetOf(address, access), commands);
  if (outcome.kind !== "replies") throw unanswered(address, outcome);
  const replies = outcome.replies.map((reply) => withoutPassword(reply, access.password));
  for (const reply of replies) {
    const refused = reply.ok ? undefined : refusal(reply.text);
    if (refused !== undefined) throw unanswered(address, refused);
  }
  return replies;
}

/** Runs one command and resolves with its reply as text; an error reply that `tolerate` does not explain is a fault. */
export async function actOnce(
  tell: Exchange,
  address: Address,
  access: Access,
  command: Command,
  tolerate: (errorText: string) => string | undefined = () => undefined,
): Promise<string> {
  const [reply] = await act(tell, address, access, [command]);
  if (reply?.ok === true) return String(reply.value);
  const text = reply?.text ?? "no reply";
  const explained = tolerate(text);
  if (explained !== undefined) return explained;
  throw refusedAct(address, text);
}

function withoutPassword(reply: Reply, password: string | undefined): Reply {
  if (reply.ok || password === undefined || password === "") return reply;
  return { ok: false, text: reply.text.replaceAll(password, "******") };
}
