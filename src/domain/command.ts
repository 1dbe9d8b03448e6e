import type { GroupRef } from "./group.ts";
import type { JobKind, JobOptions } from "./job-kind.ts";

export type Verb = "menu" | "status" | "recover" | "failover" | "deploy" | "jobs" | "job" | "audit" | "whoami" | "help";

/** What a person typed after `/redis`, understood. */
export type Command =
  | { readonly kind: "menu" }
  | { readonly kind: "status"; readonly group?: GroupRef }
  | { readonly kind: JobKind; readonly group?: GroupRef; readonly options?: JobOptions; readonly dryRun: boolean }
  | { readonly kind: "jobs"; readonly group?: GroupRef }
  | { readonly kind: "job"; readonly id: string }
  | { readonly kind: "audit"; readonly group?: GroupRef; readonly by?: string; readonly sinceMs?: number }
  | { readonly kind: "audit-verify" }
  | { readonly kind: "whoami" }
  | { readonly kind: "help"; readonly verb?: Verb };

/** Not understood: what is wrong, the nearest right one where there is one, and the usage line. */
export type Mistake = {
  readonly kind: "mistake";
  readonly problem: string;
  readonly nearest?: string;
  readonly usage: string;
};
