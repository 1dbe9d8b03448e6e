import { Fault } from "../domain/fault.ts";
import { type Address, addressText, type NoAnswer } from "../domain/topology.ts";

/** A fault for what got no answer: what is true, and what it means for the reader. */
export function unanswered(address: Address, answer: NoAnswer): Fault {
  const at = addressText(address);
  switch (answer.kind) {
    case "refused":
      return new Fault("redis-unreachable", `${at} refuses connections: its pod lives, but no process listens there.`);
    case "silent":
      return new Fault(
        "redis-unreachable",
        `${at} did not answer within ${Math.round(answer.afterMs)} ms: the process, its node or the network may be down.`,
      );
    case "no-address":
      return new Fault("redis-unreachable", `${at} has no address yet: wait until its pod has started.`);
    case "loading":
      return new Fault("redis-refused", `${at} is still loading its data: try again when it has finished.`);
    case "denied":
      return denied(at, answer.reason, answer.text);
    case "error":
      return new Fault("redis-unreachable", `${at} gave no usable answer: ${answer.text}`);
  }
}

/** A fault for an act that was understood and refused. */
export function refusedAct(address: Address, text: string): Fault {
  const advice = adviceFor(text);
  return new Fault("redis-refused", `${addressText(address)} refused: ${text}${advice === "" ? "" : ` ${advice}`}`);
}

function denied(at: string, reason: "auth" | "protected-mode", text: string): Fault {
  const message =
    reason === "auth"
      ? `${at} does not accept the group's password: compare the Secret with what the process was started with.`
      : `${at} is in protected mode and answers only its own host: set a password, or protected-mode no.`;
  return new Fault(reason === "auth" ? "redis-auth" : "redis-refused", message, { cause: new Error(text) });
}

function adviceFor(text: string): string {
  if (text.startsWith("READONLY")) return "It is a replica: writes go to the master.";
  if (text.startsWith("NOREPLICAS")) return "Fewer replicas are in touch than min-replicas-to-write asks for.";
  if (text.startsWith("NOGOODSLAVE")) return "This Sentinel knows no replica that it may promote.";
  if (text.includes("No such master")) return "This Sentinel does not monitor that name.";
  if (text.startsWith("NOPERM")) return "Give the bot's user the right to run this command.";
  return "";
}
