import { f1StuckSentinels } from "./f1-stuck-sentinels.ts";
import { f2AllAddressesDead } from "./f2-all-addresses-dead.ts";
import { f3WrongMasterAddress } from "./f3-wrong-master-address.ts";
import { f4ReplicaFollowsWrong } from "./f4-replica-follows-wrong.ts";
import { f5Masterless } from "./f5-masterless.ts";
import { f6TwoMasters } from "./f6-two-masters.ts";
import { f9NoGoodReplica } from "./f9-no-good-replica.ts";
import type { CatalogueEntry } from "./finding.ts";
import { u1MasterUnreachable } from "./u1-master-unreachable.ts";
import { u2MemberUnreachable } from "./u2-member-unreachable.ts";

/** Every fault that the bot knows by name, one file each. */
export const catalogue: readonly CatalogueEntry[] = [
  f1StuckSentinels,
  f2AllAddressesDead,
  f3WrongMasterAddress,
  f4ReplicaFollowsWrong,
  f5Masterless,
  f6TwoMasters,
  f9NoGoodReplica,
  u1MasterUnreachable,
  u2MemberUnreachable,
];
