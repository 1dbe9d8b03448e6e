import { z } from "zod";
import type { Address, MasterOpinion, NoAnswer, SentinelAnswer } from "../domain/topology.ts";
import type { Access } from "../flows/ports.ts";
import type { Command, Replies, Reply } from "./connection.ts";
import type { Exchange } from "./connection-pool.ts";
import { parseInfo } from "./parse-info.ts";
import { parseKnownReplicas, parseKnownSentinels, parseMasterOpinion } from "./parse-master-opinion.ts";
import { parsePairs } from "./parse-settings.ts";
import { readReply, unreadable } from "./read-reply.ts";
import { refusal } from "./refusal.ts";
import { targetOf } from "./target.ts";

/** Asks one Sentinel about itself and the group's master in one round trip. Never throws. */
export async function probeSentinel(
  ask: Exchange,
  address: Address,
  access: Access,
): Promise<SentinelAnswer | NoAnswer> {
  const outcome = await ask(targetOf(address, access), questions(access.masterName));
  if (outcome.kind !== "replies") return outcome;
  try {
    return readSentinelAnswer(outcome, access.masterName);
  } catch (error) {
    return unreadable("Sentinel", error);
  }
}

/** The replies to `questions` as an answer; throws a `ZodError` where a Sentinel does not answer so. */
export function readSentinelAnswer(
  { replies, tookMs }: Pick<Replies, "replies" | "tookMs">,
  masterName: string,
): SentinelAnswer | NoAnswer {
  const [masters, myId, info, replicas, sentinels, ckquorum] = replies;
  if (masters?.ok === false) return notASentinel(masters.text);
  const entries = z.array(z.unknown()).parse(readReply(masters));
  const entry = entries.find((candidate) => nameOf(candidate) === masterName);
  const fields = parseInfo(z.string().parse(readReply(info)));
  // Between two replies another client may have removed the name: then it is not monitored.
  const isMonitored = entry !== undefined && replicas?.ok === true && sentinels?.ok === true;
  const monitors: MasterOpinion | undefined = isMonitored
    ? {
        ...parseMasterOpinion(entry),
        replicas: parseKnownReplicas(replicas.value),
        sentinels: parseKnownSentinels(sentinels.value),
        ckquorum: readCkquorum(ckquorum),
      }
    : undefined;
  return {
    kind: "answered",
    id: z.string().catch("").parse(readReply(myId)),
    tilt: fields["sentinel_tilt"] === "1",
    ...(monitors !== undefined && { monitors }),
    masterNames: entries.map(nameOf).sort(),
    latencyMs: tookMs,
  };
}

function questions(masterName: string): readonly Command[] {
  return [
    ["SENTINEL", "MASTERS"],
    ["SENTINEL", "MYID"],
    ["INFO", "sentinel"],
    ["SENTINEL", "REPLICAS", masterName],
    ["SENTINEL", "SENTINELS", masterName],
    ["SENTINEL", "CKQUORUM", masterName],
  ];
}

function notASentinel(text: string): NoAnswer {
  if (/unknown command/i.test(text)) return { kind: "error", text: "What answers here is no Sentinel." };
  return refusal(text) ?? { kind: "error", text };
}

function nameOf(entry: unknown): string {
  return z.string().parse(parsePairs(entry)["name"]);
}

function readCkquorum(reply: Reply | undefined): MasterOpinion["ckquorum"] {
  if (reply?.ok === true) return { ok: true, text: z.string().parse(reply.value) };
  return { ok: false, text: reply?.text ?? "" };
}
