import { type App, startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { createSecrets } from "../../src/secrets.ts";
import { type BotRedisProcess, startBotRedis } from "./bot-redis.ts";
import type { SlackSettings } from "./slack/settings.ts";
import { type Slack, startSlack } from "./slack/start-slack.ts";

/** Three accounts, named after what they may do. */
export const accounts = {
  operator: {
    id: "U0OPERATOR",
    name: "operator",
    about: "may look, ask for a repair, and approve where nothing is protected",
  },
  approver: {
    id: "U0APPROVER",
    name: "approver",
    about: "may also approve in a protected namespace what somebody else asked for",
  },
  viewer: { id: "U0VIEWER", name: "viewer", about: "may look" },
} as const;

export const alertChannel = "C0ALERTS";

const tokens = { botToken: "xoxb-sandbox", appToken: "xapp-sandbox", signingSecret: "sandbox-signing-secret" };

export type SandboxBot = {
  readonly slack: Slack;
  readonly app: App;
  /** The bot's own Redis. */
  readonly memory: BotRedisProcess;
  /** Stops the bot alone, and starts it again with the same memory. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type SandboxBotSettings = {
  readonly kubeconfig: string;
  readonly groups: readonly string[];
  readonly protectedNamespaces: readonly string[];
  readonly slack?: Pick<SlackSettings, "page" | "panel" | "port" | "rates" | "hints">;
  /** Further settings, as the environment has them. */
  readonly env?: Readonly<Record<string, string>>;
};

/** The bot that production runs, in Socket Mode, beside a local Slack and a Redis of its own. */
export async function startSandboxBot(settings: SandboxBotSettings): Promise<SandboxBot> {
  const slack = await startSlack({
    users: Object.values(accounts),
    channels: [{ id: alertChannel, name: "redis-alerts", topic: "What happens to the Redis groups" }],
    app: { name: "redis-ha-bot", ...tokens, commands: ["/redis"] },
    ...settings.slack,
  });
  const memory = await startBotRedis();
  const env = {
    SLACK_BOT_TOKEN: tokens.botToken,
    SLACK_APP_TOKEN: tokens.appToken,
    SLACK_API_URL: slack.apiUrl,
    SLACK_CHANNEL: "#redis-alerts",
    HTTP_HOST: "127.0.0.1",
    HTTP_PORT: "0",
    REDIS_URL: memory.url,
    KUBECONFIG: settings.kubeconfig,
    WATCH_GROUPS: settings.groups.join(","),
    OPERATORS: accounts.operator.id,
    APPROVERS: accounts.approver.id,
    PROTECTED_NAMESPACES: settings.protectedNamespaces.join(","),
    LOG_LEVEL: "warn",
    ...settings.env,
  };
  let app = await startFrom(env);
  return {
    slack,
    memory,
    get app() {
      return app;
    },
    restart: async () => {
      await app.stop();
      app = await startFrom(env);
    },
    stop: async () => {
      await app.stop();
      await slack.close();
      await memory.close();
    },
  };
}

async function startFrom(env: Readonly<Record<string, string>>): Promise<App> {
  const config = readConfig(env);
  const secrets = createSecrets(config.secrets);
  return startApp(config, { log: await createLog({ level: config.log.level, secrets }), secrets });
}
