import { Fault } from "../domain/fault.ts";
import type { SentinelCues } from "../domain/plans/sentinel-cues.ts";
import { type Member, type MonitorSettings, nameOf } from "../domain/plans/step.ts";
import type { Access, RedisFleet } from "./ports.ts";
import { reasonOf, tellSentinels } from "./tell-sentinels.ts";

export type TakeOverRequest = {
  readonly dead: Member;
  readonly to: Member;
  readonly followers: readonly Member[];
  readonly cues: SentinelCues;
  readonly settings: MonitorSettings;
  readonly access: Access;
  /** Told of each command and its reply, after all were sent. */
  readonly tell: (detail: string) => Promise<void>;
};

/**
 * Makes a replica the master in place of one that died: asks the dead one's own address a last time, and goes on only
 * where it refuses. Resolves with who could not be told. Faults: `redis-refused` where it does not, and of `promote`.
 */
export async function takeOver(fleet: RedisFleet, request: TakeOverRequest): Promise<readonly string[]> {
  const { dead, to, followers, cues, settings, access } = request;
  const lines: string[] = [];
  const note = (line: string) => void lines.push(line);
  const { host, port } = nameOf(to);
  try {
    const life = await fleet.readRole(dead.address, access);
    note(`${dead.pod}: ROLE -> ${life.kind}`);
    if (life.kind !== "refused") throw new Fault("redis-refused", `${dead.pod} is not dead: ${life.kind}.`);
    note(`${to.pod}: REPLICAOF NO ONE -> ${await fleet.promote(to.address, access)}`);
    const problems = await Promise.all([
      tellSentinels(fleet, { cues, master: nameOf(to), settings, access, note }),
      ...followers.map(async (follower) => {
        try {
          const reply = await fleet.follow(follower.address, nameOf(to), access);
          note(`${follower.pod}: REPLICAOF ${host} ${port} -> ${reply}`);
          return [];
        } catch (error) {
          return [`${follower.pod}: ${reasonOf(error)}`];
        }
      }),
    ]);
    return problems.flat();
  } finally {
    for (const line of lines) await request.tell(line);
  }
}
