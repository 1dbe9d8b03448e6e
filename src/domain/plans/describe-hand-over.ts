import { list } from "../findings/words.ts";
import { type Member, nameOf, type Step } from "./step.ts";
import type { StepText } from "./step-text.ts";

type OneOf<K extends Step["kind"]> = Step & { readonly kind: K };

/** Wrap a command of redis-cli as a line for one pod. */
type Lines = { readonly [kind in "redis" | "sentinel"]: (member: Member, command: string) => string };

export function switchOverText(step: OneOf<"switch-over">, { redis, sentinel }: Lines): StepText {
  const { from, to, followers, sentinels, pauseMs } = step;
  return {
    text:
      `Hand over from ${from.pod} to ${to.pod}: pause writes for at most ${pauseMs} ms, wait until it has everything, ` +
      `promote it; ${names([from, ...followers])} follow, the Sentinels are told`,
    commands: [
      redis(from, `client pause ${pauseMs} write`),
      redis(to, "info replication"),
      redis(to, "replicaof no one"),
      ...[from, ...followers].map((member) => redis(member, `replicaof ${at(to)}`)),
      ...sentinels.map((member) => sentinel(member, helloLine(step))),
      redis(from, "client unpause"),
      redis(from, "client kill type normal"),
    ],
  };
}

export function takeOverText(step: OneOf<"take-over">, { redis, sentinel }: Lines): StepText {
  const { dead, to, followers, sentinels } = step;
  const others = followers.length === 0 ? "" : `, let ${names(followers)} follow it`;
  return {
    text: `${dead.pod} is dead: make ${to.pod} the master${others}, and tell the Sentinels`,
    commands: [
      redis(to, "replicaof no one"),
      ...followers.map((member) => redis(member, `replicaof ${at(to)}`)),
      ...sentinels.map((member) => sentinel(member, helloLine(step))),
    ],
  };
}

/** As another Sentinel would say it, in the name of one that is known (`sentinel sentinels`), with a greater epoch than all. */
function helloLine({ to, settings }: OneOf<"switch-over" | "take-over">): string {
  const { host, port } = nameOf(to);
  return `publish __sentinel__:hello "<peer's ip>,<port>,<runid>,<epoch>,${settings.masterName},${host},${port},<epoch>"`;
}

/** A member as Redis' commands name it. */
export function at(member: Member): string {
  const { host, port } = nameOf(member);
  return `${host} ${port}`;
}

export function names(members: readonly Member[]): string {
  return list(members.map(({ pod }) => pod));
}
