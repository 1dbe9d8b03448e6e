import { afterAll, beforeAll, expect, test } from "vitest";
import { poll } from "../sandbox/poll.ts";
import type { PageMessage } from "../sandbox/slack/page-api.ts";
import { alertChannel } from "../sandbox/start-bot.ts";
import { sandboxNamespace as namespace, type Sandbox, startSandbox } from "../sandbox/start-sandbox.ts";

const patienceMs = 60_000;
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    isProtected: false,
    port: 0,
    log: () => {},
    env: { HOLD: "2s", PATROL_INTERVAL: "1s" },
  });
}, 120_000);
afterAll(async () => sandbox?.stop(), 60_000);

const viewer = () => sandbox.bot.slack.as("viewer");
const answers = () =>
  viewer()
    .messages(alertChannel)
    .filter(({ ephemeralFor }) => ephemeralFor !== undefined);
const alerts = () =>
  viewer()
    .messages(alertChannel)
    .filter(({ threadTs, ephemeralFor }) => threadTs === undefined && ephemeralFor === undefined);
const whole = ({ text, blocks }: PageMessage) => `${text} ${JSON.stringify(blocks ?? [])}`;
const master = async () => {
  const [, pod = ""] = /master (\S+)$/.exec((await ask(`/redis status ${namespace}`)).text) ?? [];
  return { namespace, pod, container: "redis" };
};
async function ask(command: string): Promise<PageMessage> {
  const before = answers().length;
  await viewer().command(command, alertChannel);
  return poll(`an answer to ${command}`, () => answers()[before], patienceMs);
}
async function readiness(): Promise<{ readonly status: number; readonly body: string }> {
  const response = await fetch(`http://127.0.0.1:${sandbox.bot.app.httpPort}/ready`);
  return { status: response.status, body: await response.text() };
}
const untilReady = () => poll("ready again", async () => (await readiness()).status === 200, patienceMs);
const untilHealthy = () =>
  poll("healthy", async () => (await ask(`/redis status ${namespace}`)).text.includes("healthy"), patienceMs, 500);

test(
  "with the bot's own Redis away, status and readiness say so, and alerts are posted all the same",
  async () => {
    await untilHealthy();
    await sandbox.bot.memory.kill();
    await poll("readiness tells", async () => (await readiness()).body.includes('"part":"store"'), patienceMs);
    expect(whole(await ask(`/redis status ${namespace}`))).toContain("degraded (store)");
    expect(whole(await ask("/redis jobs"))).toContain("own Redis does not answer");
    sandbox.kubernetes.signal(await master(), "SIGKILL");
    await poll("the alert", () => alerts().length === 1, patienceMs);
    await sandbox.bot.memory.restart();
    await untilReady();
    await poll("the incident ends", () => alerts()[0]?.text.includes("healthy, verified"), patienceMs);
  },
  3 * patienceMs,
);

test(
  "a bot that restarts in the middle of an incident goes on with the same thread",
  async () => {
    await untilHealthy();
    const before = alerts().length;
    const paused = await master();
    sandbox.kubernetes.signal(paused, "SIGSTOP");
    await poll("the alert", () => alerts().length === before + 1, patienceMs);
    await sandbox.bot.restart();
    sandbox.kubernetes.signal(paused, "SIGCONT");
    await poll("the incident ends", () => alerts().at(-1)?.text.includes("healthy, verified"), 2 * patienceMs);
    expect(alerts()).toHaveLength(before + 1);
  },
  4 * patienceMs,
);

test(
  "with Kubernetes away, status and readiness say so; when it is back, so is the bot",
  async () => {
    sandbox.kubernetes.faults.refuse();
    expect(whole(await ask(`/redis status ${namespace}`))).toMatch(/Kubernetes cannot be reached/);
    const { status, body } = await readiness();
    expect([status, body]).toEqual([503, expect.stringContaining('"part":"kubernetes"')]);
    sandbox.kubernetes.faults.accept();
    await untilReady();
    await untilHealthy();
  },
  3 * patienceMs,
);

test(
  "with Slack away, readiness says so; when it is back, commands are answered",
  async () => {
    sandbox.bot.slack.faults.refuse();
    sandbox.bot.slack.faults.dropConnections();
    await poll("readiness tells", async () => (await readiness()).body.includes('"part":"slack"'), patienceMs);
    sandbox.bot.slack.faults.accept();
    await untilReady();
    await untilHealthy();
  },
  3 * patienceMs,
);
