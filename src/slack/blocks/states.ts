import type { Diagnosis } from "../../domain/diagnosis.ts";
import type { Severity } from "../../domain/findings/finding.ts";
import type { JobState, StepProgress } from "../../domain/job.ts";

/** An emoji never stands without its word. */
export const verdictWords: Readonly<Record<Diagnosis["verdict"], string>> = {
  healthy: ":large_green_circle: healthy",
  degraded: ":large_yellow_circle: degraded",
  down: ":red_circle: down",
};

export const jobWords: Readonly<Record<JobState, string>> = {
  "awaiting-approval": ":eyes: waits for approval",
  approved: ":hourglass_flowing_sand: approved, about to start",
  running: ":hourglass_flowing_sand: running",
  done: ":white_check_mark: done",
  failed: ":x: failed",
  outdated: ":arrows_counterclockwise: outdated",
  rejected: ":no_entry_sign: rejected",
  expired: ":stopwatch: expired",
};

export const stepWords: Readonly<Record<StepProgress["state"], string>> = {
  waiting: ":white_circle: waiting",
  running: ":hourglass_flowing_sand: running",
  done: ":white_check_mark: done",
  skipped: ":arrow_right: skipped",
  failed: ":x: failed",
};

export const severityWords: Readonly<Record<Severity, string>> = {
  page: ":red_circle: page",
  warn: ":large_yellow_circle: warning",
  info: ":information_source: info",
};
