import { z } from "zod";
import { labelRules } from "./member-rules.ts";
import { overlayRules } from "./overlay-rules.ts";
import { duration, listOf, textLike, wholeNumber } from "./values.ts";
import { watchedGroups } from "./watched-groups.ts";

const people = listOf(/^(\*|[UWS][A-Z0-9]{2,})$/, "a Slack user id (U… or W…), a user group's id (S…) or *");
const kubernetesName = textLike(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "is not a Kubernetes name");
const port = wholeNumber(0, 65_535);
const namespaces = listOf(/^[a-z0-9*-]+$/, "a namespace's name, with * for any characters");
const text = z.string().trim();

const ourRedisLabels = "app.kubernetes.io/name=redis-ha,app.kubernetes.io/component=redis@redis";
const ourSentinelLabels = "app.kubernetes.io/name=redis-ha,app.kubernetes.io/component=sentinel@sentinel";

/** Every setting: what it may be, and what it is where it is absent. `.env.example` explains each. */
export const Settings = z.object({
  SLACK_MODE: z.enum(["socket", "http"], { error: "is neither socket nor http" }).default("socket"),
  SLACK_BOT_TOKEN: textLike(/^xoxb-\S+$/, "does not begin with xoxb-"),
  SLACK_APP_TOKEN: textLike(/^xapp-\S+$/, "does not begin with xapp-").optional(),
  SLACK_SIGNING_SECRET: textLike(/^\S{8,}$/, "is too short to be a signing secret").optional(),
  SLACK_CHANNEL: textLike(/^([CG][A-Z0-9]{2,}|#[^\s#]+)$/, "is neither a channel's id (C…) nor #name"),
  SLACK_API_URL: textLike(/^https?:\/\/\S+\/$/, "is not an http(s) URL that ends with /").optional(),
  SLACK_HTTP_PORT: port.prefault("3000"),
  HTTP_PORT: port.prefault("8080"),
  HTTP_HOST: text.default("0.0.0.0"),
  REDIS_URL: textLike(/^rediss?:\/\/\S+$/, "does not begin with redis:// or rediss://"),
  KUBECONFIG: text.optional(),
  KUBE_CONTEXT: text.optional(),
  WATCH_GROUPS: watchedGroups,
  MEMBER_REDIS_LABELS: labelRules.prefault(`${ourRedisLabels} | name=redis@redis/master`),
  MEMBER_SENTINEL_LABELS: labelRules.prefault(`${ourSentinelLabels} | redis-sentinel=true@sentinel`),
  MASTER_NAME: textLike(/^[\w.-]{1,64}$/, "is not a master name").default("mymaster"),
  REDIS_SECRET: kubernetesName.default("redis-ha"),
  VIEWERS: people.prefault("*"),
  OPERATORS: people.prefault(""),
  APPROVERS: people.prefault(""),
  PROTECTED_NAMESPACES: namespaces.prefault("*-production"),
  DEPLOY_OVERLAYS: overlayRules.prefault("*-production=production,*=staging"),
  APPROVAL_EXPIRES: duration("1s", "7d").prefault("30m"),
  PATROL_INTERVAL: duration("100ms", "1h").prefault("5s"),
  HOLD: duration("0s", "1h").prefault("10s"),
  MONITOR_QUORUM: wholeNumber(1, 100).prefault("2"),
  MONITOR_DOWN_AFTER_MS: wholeNumber(1, 3_600_000).prefault("5000"),
  MONITOR_FAILOVER_TIMEOUT_MS: wholeNumber(1, 3_600_000).prefault("10000"),
  MONITOR_PARALLEL_SYNCS: wholeNumber(1, 100).prefault("1"),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], { error: "is not debug, info, warn, error or silent" })
    .default("info"),
});
export type Settings = Readonly<z.infer<typeof Settings>>;
export type SettingName = keyof Settings;

/** One good value for each, to be shown beside a mistake. */
export const examples: Readonly<Record<SettingName, string>> = {
  SLACK_MODE: "socket",
  SLACK_BOT_TOKEN: "xoxb-…",
  SLACK_APP_TOKEN: "xapp-…",
  SLACK_SIGNING_SECRET: "8f742231b10e8888abcd99yyyzzz85a5",
  SLACK_CHANNEL: "C0123456789",
  SLACK_API_URL: "https://slack.com/api/",
  SLACK_HTTP_PORT: "3000",
  HTTP_PORT: "8080",
  HTTP_HOST: "0.0.0.0",
  REDIS_URL: "redis://redis-ha-bot-store:6379",
  KUBECONFIG: "/home/me/.kube/config",
  KUBE_CONTEXT: "staging",
  WATCH_GROUPS: "shop-staging,shop-production/mymaster",
  MEMBER_REDIS_LABELS: "app=cache,role=redis@redis | name=redis",
  MEMBER_SENTINEL_LABELS: "app=cache,role=sentinel@sentinel",
  MASTER_NAME: "mymaster",
  REDIS_SECRET: "redis-ha",
  VIEWERS: "*",
  OPERATORS: "U0123456789,S0123456789",
  APPROVERS: "U0123456789,S0123456789",
  PROTECTED_NAMESPACES: "*-production",
  DEPLOY_OVERLAYS: "*-production=production,*=staging",
  APPROVAL_EXPIRES: "30m",
  PATROL_INTERVAL: "5s",
  HOLD: "10s",
  MONITOR_QUORUM: "2",
  MONITOR_DOWN_AFTER_MS: "5000",
  MONITOR_FAILOVER_TIMEOUT_MS: "10000",
  MONITOR_PARALLEL_SYNCS: "1",
  LOG_LEVEL: "info",
};

/** Never repeated in a message. A Redis URL may hold a password. */
export const secretSettings: readonly string[] = [
  "SLACK_BOT_TOKEN",
  "SLACK_APP_TOKEN",
  "SLACK_SIGNING_SECRET",
  "REDIS_URL",
];
