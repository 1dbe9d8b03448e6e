import { type AnsweringRedis, type AnsweringSentinel, namedAddress, type Pod, podAddress } from "../topology.ts";
import type { Member } from "./step.ts";

export function toMember({ pod }: AnsweringRedis | AnsweringSentinel): Member {
  return member(pod);
}

/** A pod as a step names it. */
export function member(pod: Pod & { readonly ip: string }): Member {
  const named = pod.announces === undefined ? {} : { named: namedAddress(pod) };
  return { pod: pod.name, uid: pod.uid, container: pod.container, address: podAddress(pod), ...named };
}
