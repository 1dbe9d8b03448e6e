import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What is counted when it is asked for. */
export type Counts = {
  readonly openIncidents: number;
  readonly jobsByState: Readonly<Record<string, number>>;
};

export type Metrics = {
  /** Prometheus' text, and its content type. */
  readonly render: () => Promise<{ readonly text: string; readonly contentType: string }>;
  /** How long a member took to answer, or not to. */
  readonly observeProbe: (kind: "redis" | "sentinel", answered: boolean, ms: number) => void;
  /** An item of a Sentinel's feed, by its kind (`event`, `connected`, `lost`). */
  readonly countFeedItem: (kind: string) => void;
};

export type MetricsOptions = {
  /** Called for each scrape. Where it fails or is late, its series are left out. */
  readonly readCounts?: () => Promise<Counts>;
  readonly countsTimeoutMs?: number;
};

const probeBuckets = [0.001, 0.005, 0.02, 0.1, 0.5, 1];

/** A registry of its own, so that two bots in one process (tests) do not meet. */
export function createMetrics({ readCounts, countsTimeoutMs = 1000 }: MetricsOptions = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "redis_ha_bot_" });
  const incidents = new Gauge({
    name: "redis_ha_bot_open_incidents",
    help: "Incidents that have not ended.",
    registers,
  });
  const jobs = new Gauge({
    name: "redis_ha_bot_jobs",
    help: "The newest jobs by their state.",
    labelNames: ["state"],
    registers,
  });
  const storeUp = new Gauge({ name: "redis_ha_bot_store_up", help: "1 while the bot's own Redis answers.", registers });
  const probes = new Histogram({
    name: "redis_ha_bot_probe_seconds",
    help: "How long a Redis or Sentinel took to answer.",
    labelNames: ["kind", "answered"],
    buckets: probeBuckets,
    registers,
  });
  const feed = new Counter({
    name: "redis_ha_bot_feed_items_total",
    help: "What the Sentinels' feeds told of.",
    labelNames: ["kind"],
    registers,
  });

  async function refresh(): Promise<void> {
    if (readCounts === undefined) return;
    const counts = await inTime(readCounts(), countsTimeoutMs);
    storeUp.set(counts === undefined ? 0 : 1);
    jobs.reset();
    incidents.remove();
    if (counts === undefined) return;
    incidents.set(counts.openIncidents);
    for (const [state, count] of Object.entries(counts.jobsByState)) jobs.set({ state }, count);
  }
  return {
    render: async () => {
      await refresh();
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
    observeProbe: (kind, answered, ms) => probes.observe({ kind, answered: String(answered) }, ms / 1000),
    countFeedItem: (kind) => feed.inc({ kind }),
  };
}

// The figures are not worth a scrape that hangs.
function inTime<T>(asked: Promise<T>, timeoutMs: number): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), timeoutMs);
    asked
      .then(resolve, () => resolve(undefined))
      .finally(() => {
        clearTimeout(timer);
      });
  });
}
