import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { examples, Settings } from "../src/config/settings.ts";
import { type Config, readConfig } from "../src/config.ts";
import { Fault } from "../src/domain/fault.ts";

const least = {
  SLACK_BOT_TOKEN: "xoxb-1-secret",
  SLACK_APP_TOKEN: "xapp-1-secret",
  SLACK_CHANNEL: "C0123456789",
  REDIS_URL: "redis://:hunter22@127.0.0.1:6379",
  WATCH_GROUPS: "shop-staging",
};

function mistakes(env: Record<string, string | undefined>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof Fault && error.code === "config-invalid") return error.message;
    throw error;
  }
  return "no mistake";
}

describe("configuration", () => {
  test("the least that must be set is enough, everything else has its default", () => {
    expect(readConfig(least)).toEqual({
      slack: { mode: "socket", appToken: "xapp-1-secret", botToken: "xoxb-1-secret", channel: "C0123456789" },
      http: { port: 8080, host: "0.0.0.0" },
      store: { url: "redis://:hunter22@127.0.0.1:6379" },
      kubernetes: {
        address: {},
        memberRules: [
          {
            kind: "redis",
            labels: { "app.kubernetes.io/name": "redis-ha", "app.kubernetes.io/component": "redis" },
            containers: ["redis"],
            port: 6379,
          },
          { kind: "redis", labels: { name: "redis" }, containers: ["redis", "master"], port: 6379 },
          {
            kind: "sentinel",
            labels: { "app.kubernetes.io/name": "redis-ha", "app.kubernetes.io/component": "sentinel" },
            containers: ["sentinel"],
            port: 26379,
          },
          { kind: "sentinel", labels: { "redis-sentinel": "true" }, containers: ["sentinel"], port: 26379 },
        ],
        secretName: "redis-ha",
      },
      watch: {
        groups: [{ namespace: "shop-staging" }],
        patrolIntervalMs: 5000,
        holdMs: 10_000,
        monitor: { masterName: "mymaster", quorum: 2, downAfterMs: 5000, failoverTimeoutMs: 10_000, parallelSyncs: 1 },
      },
      policy: { viewers: ["*"], operators: [], approvers: [], protectedNamespaces: ["*-production"] },
      approvalExpiresMs: 1_800_000,
      deployOverlays: [
        { namespace: "*-production", overlay: "production" },
        { namespace: "*", overlay: "staging" },
      ],
      log: { level: "info" },
      secrets: ["xoxb-1-secret", "xapp-1-secret", "hunter22"],
    } satisfies Config);
  });

  test("all mistakes are in one message, each with its setting and an example", () => {
    const { SLACK_BOT_TOKEN: _, ...rest } = least;
    expect(mistakes({ ...rest, HTTP_PORT: "eighty", HOLD: "10", OPERATORS: "U12345678,bob" })).toBe(
      [
        "The configuration has 4 mistakes:",
        "- SLACK_BOT_TOKEN is missing. Example: SLACK_BOT_TOKEN=xoxb-…",
        '- HTTP_PORT ("eighty") is not a whole number from 0 to 65535. Example: HTTP_PORT=8080',
        '- OPERATORS ("U12345678,bob") has "bob", which is not a Slack user id (U… or W…), a user group\'s id (S…) or *. Example: OPERATORS=U0123456789,S0123456789',
        '- HOLD ("10") is not a duration from 0s to 1h. Example: HOLD=10s',
        "Every setting is explained in .env.example.",
      ].join("\n"),
    );
  });

  test("a wrong secret is not repeated", () => {
    const text = mistakes({ ...least, SLACK_BOT_TOKEN: "hunter2", SLACK_APP_TOKEN: "hunter2", REDIS_URL: "hunter2" });
    expect(text).toContain("SLACK_BOT_TOKEN does not begin with xoxb-");
    expect(text).not.toContain("hunter2");
  });

  test.each([
    ["SLACK_CHANEL", "SLACK_CHANNEL"],
    ["REDDIS_URL", "REDIS_URL"],
    ["GROUPS", "WATCH_GROUPS"],
  ] as const)("%s is told to be %s", (wrong, right) => {
    const { [right]: value, ...rest } = least;
    const text = mistakes({ ...rest, [wrong]: value });
    expect(text).toContain(`- ${wrong} is unknown; did you mean ${right}?`);
  });

  test("a misspelled setting that has a default is a mistake too", () => {
    expect(mistakes({ ...least, PATROL_INTERVALL: "1s" })).toContain("did you mean PATROL_INTERVAL?");
  });

  test("what the system and Kubernetes put into the environment is no misspelling", () => {
    const others = {
      HOME: "/home/me",
      GROUPS: "0",
      HTTP_PROXY: "http://proxy",
      HTTPS_PROXY: "http://proxy",
      KUBERNETES_SERVICE_HOST: "10.0.0.1",
      REDIS_SERVICE_HOST: "10.0.0.2",
      REDIS_PORT: "tcp://10.0.0.2:6379",
      REDIS_PORT_6379_TCP_ADDR: "10.0.0.2",
      REDIS_SENTINEL_SERVICE_HOST: "10.0.0.3",
    };
    expect(mistakes({ ...least, ...others })).toBe("no mistake");
  });

  test("HTTP mode needs the signing secret, and a port of its own", () => {
    const text = mistakes({ ...least, SLACK_MODE: "http", SLACK_HTTP_PORT: "8080" });
    expect(text).toContain("SLACK_SIGNING_SECRET is missing.");
    expect(text).toContain("SLACK_HTTP_PORT and HTTP_PORT are both 8080");
    const config = readConfig({ ...least, SLACK_MODE: "http", SLACK_SIGNING_SECRET: "8f742231b10e8888" });
    expect(config.slack).toMatchObject({ mode: "http", signingSecret: "8f742231b10e8888", port: 3000 });
  });

  test("a protected group that nobody may approve for is a mistake", () => {
    const env = { ...least, WATCH_GROUPS: "shop-staging,shop-production/cache" };
    expect(mistakes(env)).toContain("APPROVERS is empty, but shop-production is protected");
    expect(readConfig({ ...env, APPROVERS: "S0123456789" }).watch.groups).toEqual([
      { namespace: "shop-staging" },
      { namespace: "shop-production", masterName: "cache" },
    ]);
  });

  test("empty settings are absent ones", () => {
    expect(readConfig({ ...least, KUBECONFIG: "", LOG_LEVEL: "" })).toEqual(readConfig(least));
  });

  test("every example is a good value", () => {
    expect(mistakes({ ...examples, SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" })).toBe("no mistake");
  });
});

describe(".env.example", () => {
  const text = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
  const everything = text.replaceAll(/^#(?=[A-Z_]+=)/gm, "");

  test("as it is, it is a configuration", () => {
    expect(mistakes(parseEnv(text))).toBe("no mistake");
  });

  test("it has every setting and no other, and each value is a good one", () => {
    expect(Object.keys(parseEnv(everything)).sort()).toEqual(Object.keys(Settings.shape).sort());
    expect(mistakes(parseEnv(everything))).toBe("no mistake");
  });

  test("the defaults that it shows are the defaults", () => {
    const withoutDefault = /^#(SLACK_SIGNING_SECRET|SLACK_API_URL|KUBECONFIG|KUBE_CONTEXT|APPROVERS)=.*/gm;
    const shown = parseEnv(text.replaceAll(withoutDefault, "").replaceAll(/^#(?=[A-Z_]+=)/gm, ""));
    expect(readConfig(shown)).toEqual(readConfig(parseEnv(text)));
  });
});
