import type { LabelRule } from "./config/member-rules.ts";
import { contradictions, misspellings, wrongValues } from "./config/mistakes.ts";
import type { OverlayRule } from "./config/overlay-rules.ts";
import { Settings } from "./config/settings.ts";
import { Fault } from "./domain/fault.ts";
import type { GroupRef } from "./domain/group.ts";
import type { MonitorSettings } from "./domain/plans/step.ts";
import type { PolicyLists } from "./domain/policy.ts";
import type { MemberKind } from "./domain/topology.ts";

type SlackAccess =
  | { readonly mode: "socket"; readonly appToken: string }
  | { readonly mode: "http"; readonly signingSecret: string; readonly port: number; readonly host: string };

/** Which pods are members: a rule's labels and containers, and what the process is and listens on. */
export type MemberRuleConfig = LabelRule & { readonly kind: MemberKind; readonly port: number };

/** The settings, grouped by who needs them. Times in milliseconds. */
export type Config = {
  readonly slack: SlackAccess & { readonly botToken: string; readonly channel: string; readonly apiUrl?: string };
  readonly http: { readonly port: number; readonly host: string };
  /** The bot's own Redis: store, audit log, queue. */
  readonly store: { readonly url: string };
  readonly kubernetes: {
    /** Without a kubeconfig: the service account of the pod that the bot runs in. */
    readonly address: { readonly kubeconfig?: string; readonly context?: string };
    readonly memberRules: readonly MemberRuleConfig[];
    readonly secretName: string;
  };
  readonly watch: {
    readonly groups: readonly GroupRef[];
    readonly patrolIntervalMs: number;
    readonly holdMs: number;
    /** What a Sentinel is told where no Sentinel says otherwise; its master name is the one for pods that name none. */
    readonly monitor: MonitorSettings;
  };
  readonly policy: PolicyLists;
  readonly approvalExpiresMs: number;
  /** Which overlay of `k8s/redis-ha` a namespace is deployed from. */
  readonly deployOverlays: readonly OverlayRule[];
  readonly log: { readonly level: Settings["LOG_LEVEL"] };
  /** What must not be seen anywhere. */
  readonly secrets: readonly string[];
};

/**
 * The configuration from the environment; a setting that is empty is absent. Faults: `config-invalid`, whose message
 * lists every mistake at once, with an example each and no secret.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const settings = Settings.safeParse(given);
  const found = settings.success ? contradictions(settings.data) : wrongValues(settings.error, given);
  const mistakes = [...found, ...misspellings(given)];
  if (!settings.success || mistakes.length > 0) throw invalid(mistakes);
  return toConfig(settings.data);
}

function invalid(mistakes: readonly string[]): Fault {
  const count = mistakes.length === 1 ? "a mistake" : `${mistakes.length} mistakes`;
  const lines = mistakes.map((mistake) => `- ${mistake}`);
  const text = [`The configuration has ${count}:`, ...lines, "Every setting is explained in .env.example."];
  return new Fault("config-invalid", text.join("\n"));
}

function toConfig(settings: Settings): Config {
  const { SLACK_BOT_TOKEN, SLACK_API_URL, REDIS_URL, HTTP_PORT, HTTP_HOST } = settings;
  return {
    slack: {
      ...slackAccess(settings),
      botToken: SLACK_BOT_TOKEN,
      channel: settings.SLACK_CHANNEL,
      ...(SLACK_API_URL !== undefined && { apiUrl: SLACK_API_URL }),
    },
    http: { port: HTTP_PORT, host: HTTP_HOST },
    store: { url: REDIS_URL },
    kubernetes: kubernetesPart(settings),
    watch: watchPart(settings),
    policy: {
      viewers: settings.VIEWERS,
      operators: settings.OPERATORS,
      approvers: settings.APPROVERS,
      protectedNamespaces: settings.PROTECTED_NAMESPACES,
    },
    approvalExpiresMs: settings.APPROVAL_EXPIRES,
    deployOverlays: settings.DEPLOY_OVERLAYS,
    log: { level: settings.LOG_LEVEL },
    secrets: secretsOf(settings),
  };
}

function slackAccess(settings: Settings): SlackAccess {
  const { SLACK_MODE, SLACK_APP_TOKEN = "", SLACK_SIGNING_SECRET = "", SLACK_HTTP_PORT, HTTP_HOST } = settings;
  if (SLACK_MODE === "socket") return { mode: "socket", appToken: SLACK_APP_TOKEN };
  return { mode: "http", signingSecret: SLACK_SIGNING_SECRET, port: SLACK_HTTP_PORT, host: HTTP_HOST };
}

function kubernetesPart(settings: Settings): Config["kubernetes"] {
  const { KUBECONFIG, KUBE_CONTEXT, MEMBER_REDIS_LABELS, MEMBER_SENTINEL_LABELS } = settings;
  const redis = { kind: "redis", port: 6379 } as const;
  const sentinel = { kind: "sentinel", port: 26379 } as const;
  return {
    address: {
      ...(KUBECONFIG !== undefined && { kubeconfig: KUBECONFIG }),
      ...(KUBE_CONTEXT !== undefined && { context: KUBE_CONTEXT }),
    },
    memberRules: [
      ...MEMBER_REDIS_LABELS.map((rule) => ({ ...rule, ...redis })),
      ...MEMBER_SENTINEL_LABELS.map((rule) => ({ ...rule, ...sentinel })),
    ],
    secretName: settings.REDIS_SECRET,
  };
}

function watchPart(settings: Settings): Config["watch"] {
  return {
    groups: settings.WATCH_GROUPS,
    patrolIntervalMs: settings.PATROL_INTERVAL,
    holdMs: settings.HOLD,
    monitor: {
      masterName: settings.MASTER_NAME,
      quorum: settings.MONITOR_QUORUM,
      downAfterMs: settings.MONITOR_DOWN_AFTER_MS,
      failoverTimeoutMs: settings.MONITOR_FAILOVER_TIMEOUT_MS,
      parallelSyncs: settings.MONITOR_PARALLEL_SYNCS,
    },
  };
}

function secretsOf({ SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, REDIS_URL }: Settings): readonly string[] {
  const password = URL.canParse(REDIS_URL) ? decodeURIComponent(new URL(REDIS_URL).password) : "";
  const values = [SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, password];
  return values.filter((value) => value !== undefined).filter((value) => value !== "");
}
