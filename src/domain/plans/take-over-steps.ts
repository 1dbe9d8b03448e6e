import type { Member, MonitorSettings, Step } from "./step.ts";

/** From a dead master to a proven new one; the dead one may be back as a replica by then, or not. */
export function takeOverSteps(roles: {
  readonly dead: Member;
  readonly to: Member;
  readonly followers: readonly Member[];
  readonly sentinels: readonly Member[];
  readonly settings: MonitorSettings;
  readonly holdMs: number;
  /** By which a Service finds the master, where one does. */
  readonly label?: string;
}): readonly Step[] {
  const { dead, to, settings, label, holdMs } = roles;
  const [followers, sentinels] = [[...roles.followers], [...roles.sentinels]];
  return [
    { kind: "take-over", dead, to, followers, sentinels, settings },
    ...(label === undefined
      ? []
      : [{ kind: "label-master" as const, master: to, others: [dead, ...followers], label }]),
    {
      kind: "verify",
      master: to,
      redises: [to, ...followers],
      sentinels,
      masterName: settings.masterName,
      gone: dead,
    },
    { kind: "hold", forMs: holdMs },
  ];
}
