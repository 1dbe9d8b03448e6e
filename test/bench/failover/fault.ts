import type { SandboxBot } from "../../sandbox/start-bot.ts";
import type { Timers } from "./deploy.ts";
import type { BenchGround } from "./ground.ts";
import type { Group } from "./group.ts";

/** What a fault is made on. */
export type Stage = {
  readonly ground: BenchGround;
  readonly group: Group;
  /** Where it is up. */
  readonly bot?: SandboxBot;
};

/** When, on the monotonic clock. */
export type Made = {
  /** The fault began. */
  readonly at: number;
  /** The group can be whole again from then on; absent: from the beginning. */
  readonly mendableFrom?: number;
  /** Until whoever made it is done; it may be whole before. Rejects where it was not made after all. */
  readonly over?: Promise<void>;
};

/** The same done the plain way, on the same processes with the same timers, without us: see `floor.ts`. */
export type FloorKind = "kill" | "freeze" | "sentinel-failover" | "shortest-script" | "kill-sentinels";

/** Which acknowledged writes may be lost. Of the data set nothing ever may. */
export type Loss =
  | { readonly kind: "none" }
  /** Those not yet replicated: acknowledged at most `untilMs` after the fault, and within the second before it. */
  | { readonly kind: "unreplicated"; readonly untilMs: number };

export type Goal = {
  /** In ms; `floor` times the gap of the floor of the same run. */
  readonly gap: number | { readonly floor: number };
  readonly loss: Loss;
  readonly wholeMs: number;
};

export type Fault = {
  readonly id: string;
  readonly title: string;
  /** Whether the bot watches the group; `any`: as the caller likes. */
  readonly bot: "up" | "down" | "any";
  /** What must be so before clients write. */
  readonly prepare?: (stage: Stage) => Promise<void>;
  /** Throws `NotHere` where it can't be made. Undefined: it began when this was called. */
  readonly make: (stage: Stage) => Promise<Made | undefined>;
};

/** A fault with what is to be reached, and what there is to compare with. */
export type MeasuredFault = Fault & {
  readonly goal: (timers: Timers) => Goal;
  readonly floor: FloorKind;
  /** Gap in ms (min/median/max), what was lost, and when it was whole, of two layouts made by others on such a cluster. */
  readonly others?: { readonly operator: string; readonly handWritten: string };
};

/** This ground, or this bot, does not have what the fault needs: it is left out, and the reason is told. */
export class NotHere extends Error {}
