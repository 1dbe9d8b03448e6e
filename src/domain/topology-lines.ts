import { noAnswerText } from "./findings/no-answer-text.ts";
import { addressText, type RedisNode, type SentinelNode, type Topology } from "./topology.ts";

/** One line for each member: where it is, what it says. For a job's "before" and "after". */
export function topologyLines(topology: Topology): readonly string[] {
  return [...topology.redises.map(redisLine), ...topology.sentinels.map(sentinelLine)];
}

function redisLine({ pod, view }: RedisNode): string {
  const where = `${pod.name} ${pod.ip ?? "without an address"}`;
  if (view.kind !== "answered") return `${where}: ${noAnswerText(view)}`;
  const keys = `${view.keys} ${view.keys === 1 ? "key" : "keys"}, offset ${view.offset}`;
  if (view.following === undefined) return `${where}: ${view.role}, ${keys}`;
  const { following } = view;
  return `${where}: replica of ${addressText(following)}, link ${following.syncing ? "syncing" : following.link}, ${keys}`;
}

function sentinelLine({ pod, view }: SentinelNode): string {
  const where = `${pod.name} ${pod.ip ?? "without an address"}`;
  if (view.kind !== "answered") return `${where}: ${noAnswerText(view)}`;
  if (view.monitors === undefined) return `${where}: monitors nothing under this name`;
  const { monitors } = view;
  return `${where}: names ${addressText(monitors)} (${monitors.flags.join(",")}), ${monitors.replicas.length} replicas, ${monitors.sentinels.length} other Sentinels`;
}
