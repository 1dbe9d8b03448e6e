import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BotRedisProcess, startBotRedis } from "./sandbox/bot-redis.ts";
import { type Slack, startSlack } from "./sandbox/slack/start-slack.ts";
import { startWholeKubernetes, type WholeKubernetes } from "./sandbox/start-whole-kubernetes.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "redis-ha-main-"));
let slack: Slack;
let memory: BotRedisProcess;
let forgetful: BotRedisProcess;
let kubernetes: WholeKubernetes;

beforeAll(async () => {
  slack = await startSlack({
    users: [{ id: "U1", name: "olga", about: "" }],
    channels: [
      { id: "C1", name: "redis", topic: "" },
      { id: "C2", name: "away", topic: "", isAppMember: false },
    ],
    app: {
      name: "b",
      botToken: "xoxb-good",
      appToken: "xapp-good",
      signingSecret: "a-signing-secret",
      commands: ["/redis"],
    },
  });
  [memory, forgetful, kubernetes] = await Promise.all([
    startBotRedis(),
    startBotRedis({ settings: ["--appendonly", "no"] }),
    startWholeKubernetes(),
  ]);
  writeKubeconfig("good", (text) => text);
  writeKubeconfig("elsewhere", (text) => text.replace(/127\.0\.0\.1:\d+/, "127.0.0.1:9"));
  writeKubeconfig("wrong-token", (text) => text.replace(/token: .*/, "token: wrong"));
});
afterAll(async () => {
  await Promise.all([slack.close(), memory.close(), forgetful.close(), kubernetes.close()]);
  rmSync(directory, { recursive: true, force: true });
});

function kubeconfig(name: string): string {
  return join(directory, name);
}
function writeKubeconfig(name: string, change: (text: string) => string): void {
  writeFileSync(kubeconfig(name), change(kubernetes.kubeConfigFor("bot")));
}

/** The bot as `npm start` runs it, with one setting gone wrong. */
async function start(
  wrong: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const env = {
    PATH: process.env["PATH"],
    SLACK_BOT_TOKEN: "xoxb-good",
    SLACK_APP_TOKEN: "xapp-good",
    SLACK_API_URL: slack.apiUrl,
    SLACK_CHANNEL: "#redis",
    HTTP_HOST: "127.0.0.1",
    HTTP_PORT: "0",
    REDIS_URL: memory.url,
    KUBECONFIG: kubeconfig("good"),
    WATCH_GROUPS: "shop",
    LOG_LEVEL: "silent",
    ...wrong,
  };
  const child = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "pipe"], timeout: 30_000 });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said += String(chunk);
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, said: said.trim() };
}

test.each([
  ["a wrong bot token", () => ({ SLACK_BOT_TOKEN: "xoxb-bad" }), /SLACK_BOT_TOKEN.*invalid_auth/],
  ["a wrong app token", () => ({ SLACK_APP_TOKEN: "xapp-bad" }), /SLACK_APP_TOKEN.*invalid_auth/],
  ["a channel that is not there", () => ({ SLACK_CHANNEL: "#nowhere" }), /no channel #nowhere.*SLACK_CHANNEL/],
  ["a channel without the bot", () => ({ SLACK_CHANNEL: "#away" }), /not in #away.*invite/],
  ["a Slack that is away", () => ({ SLACK_API_URL: "http://127.0.0.1:9/api/" }), /Slack did not answer/],
  ["a Redis that is away", () => ({ REDIS_URL: "redis://127.0.0.1:9" }), /own Redis does not answer.*REDIS_URL/],
  ["a Redis that forgets", () => ({ REDIS_URL: forgetful.url }), /appendonly no.*appendfsync always/],
  ["a cluster that is away", () => ({ KUBECONFIG: kubeconfig("elsewhere") }), /cannot be reached/],
  ["a cluster that refuses", () => ({ KUBECONFIG: kubeconfig("wrong-token") }), /credentials.*401/],
  ["a kubeconfig that is not there", () => ({ KUBECONFIG: "/nowhere" }), /kubeconfig file \/nowhere/],
])("with %s the bot ends with one clear line and exit code 1", async (_what, wrong, line) => {
  const { code, said } = await start(wrong());
  expect(said.split("\n")).toEqual([expect.stringMatching(line)]);
  expect(code).toBe(1);
});

test("every mistake of the configuration is told at once", async () => {
  const { code, said } = await start({ SLACK_BOT_TOKEN: "", REDIS_URL: "x", WATCH_GROUPS: "" });
  expect(said).toMatch(/3 mistakes:\n- SLACK_BOT_TOKEN.*\n- REDIS_URL.*\n- WATCH_GROUPS/);
  expect(code).toBe(1);
});
