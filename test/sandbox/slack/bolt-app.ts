import { createServer } from "node:net";
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from "@slack/bolt";
import type { SlackSettings } from "./settings.ts";
import { type Slack, startSlack } from "./start-slack.ts";

/** A small workspace, the same for all tests. */
export const testSettings: SlackSettings = {
  users: [
    { id: "U1", name: "olga", about: "operator" },
    { id: "U2", name: "vera", about: "viewer" },
  ],
  channels: [
    { id: "C1", name: "redis-alerts", topic: "alerts" },
    { id: "C2", name: "private-talk", topic: "", isAppMember: false },
    { id: "C3", name: "only-olga", topic: "", members: ["U1"] },
  ],
  userGroups: [{ id: "S1", handle: "dba", name: "DBAs", users: ["U1"] }],
  app: {
    name: "redis-ha",
    botToken: "xoxb-test",
    appToken: "xapp-test",
    signingSecret: "test-signing-secret",
    commands: ["/redis"],
  },
  rates: "off",
};

export type TestBot = { readonly slack: Slack; readonly app: App; readonly stop: () => Promise<void> };

// A short one reconnects soon; a busy machine may be taken for a lost connection.
const shortPingMs = 250;

/** A sandboxed Slack and a real Bolt app in Socket Mode, connected. */
export async function startSocketBot(
  register: (app: App) => void,
  settings: Partial<SlackSettings> = {},
  pingTimeoutMs = shortPingMs,
): Promise<TestBot> {
  const slack = await startSlack({ ...testSettings, ...settings });
  const { app, disconnect } = await connectBot(slack, register, pingTimeoutMs);
  return {
    slack,
    app,
    async stop() {
      await disconnect();
      await slack.close();
    },
  };
}

/** One more Bolt app in Socket Mode on the same Slack. */
export async function connectBot(
  slack: Slack,
  register: (app: App) => void,
  pingTimeoutMs = shortPingMs,
): Promise<{ readonly app: App; readonly disconnect: () => Promise<void> }> {
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 2, factor: 1 } };
  const receiver = new SocketModeReceiver({
    appToken: testSettings.app.appToken,
    clientPingTimeout: pingTimeoutMs,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { ...clientOptions } },
  });
  const app = new App({
    token: testSettings.app.botToken,
    receiver,
    clientOptions,
    deferInitialization: true,
    logLevel: LogLevel.ERROR,
  });
  register(app);
  await app.init();
  await app.start();
  return {
    app,
    async disconnect() {
      await receiver.client.disconnect();
    },
  };
}

/** A sandboxed Slack and a real Bolt app that takes signed HTTP requests. */
export async function startHttpBot(
  register: (app: App) => void,
  settings: Partial<SlackSettings> = {},
): Promise<TestBot> {
  const slack = await startSlack({ ...testSettings, ...settings });
  const receiver = new HTTPReceiver({ signingSecret: testSettings.app.signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({
    token: testSettings.app.botToken,
    receiver,
    clientOptions: { slackApiUrl: slack.apiUrl },
    deferInitialization: true,
    logLevel: LogLevel.ERROR,
  });
  register(app);
  await app.init();
  const port = await freePort();
  await app.start({ port, host: "127.0.0.1" });
  await slack.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
  return {
    slack,
    app,
    async stop() {
      await slack.close();
      await app.stop();
    },
  };
}

/** Polls until the value is there; fails after the deadline. */
export async function eventually<T>(read: () => T | undefined, deadlineMs = 5_000): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const value = read();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`not seen within ${deadlineMs} ms: ${read}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
