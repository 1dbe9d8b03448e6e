/** What a test or the panel breaks in the Web API. */
export type ApiFaults = {
  /** The next calls of the method answer 429. */
  readonly rateLimit: (method: string, retryAfterSec: number, times?: number) => void;
  /** The next call of the method answers `{ ok: false, error }`. */
  readonly failNext: (method: string, error: string) => void;
  /** The next call of the method answers this HTTP status, as when Slack itself is down. */
  readonly breakNext: (method: string, status: number) => void;
};

export type PlannedFault =
  | { readonly kind: "rate-limit"; readonly retryAfterSec: number }
  | { readonly kind: "error"; readonly error: string }
  | { readonly kind: "status"; readonly status: number };

export function createApiFaults(): ApiFaults & {
  readonly next: (method: string) => PlannedFault | undefined;
  readonly clear: () => void;
} {
  const planned = new Map<string, PlannedFault[]>();
  const plan = (method: string, faults: readonly PlannedFault[]) =>
    planned.set(method, [...(planned.get(method) ?? []), ...faults]);
  return {
    rateLimit(method, retryAfterSec, times = 1) {
      plan(
        method,
        Array.from({ length: times }, () => ({ kind: "rate-limit", retryAfterSec }) as const),
      );
    },
    failNext(method, error) {
      plan(method, [{ kind: "error", error }]);
    },
    breakNext(method, status) {
      plan(method, [{ kind: "status", status }]);
    },
    next: (method) => planned.get(method)?.shift(),
    clear: () => planned.clear(),
  };
}
