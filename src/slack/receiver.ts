import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { Fault } from "../domain/fault.ts";
import type { Clock, Log } from "../flows/ports.ts";
import { boltLogger } from "./bolt-logger.ts";
import { clientOptions } from "./client.ts";
import { withSignatureWatch } from "./signature-watch.ts";
import { slackFault } from "./slack-fault.ts";
import { createSocketLink } from "./socket-link.ts";

export type SlackAccess =
  | { readonly mode: "socket"; readonly appToken: string }
  | { readonly mode: "http"; readonly signingSecret: string; readonly port: number; readonly host: string };

export type Connection = {
  readonly app: App;
  /** Faults: `slack-unreachable` where no connection is made in time, `config-invalid` where the port is taken. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Since when no payload can arrive; undefined while one can. */
  readonly downSinceMs: () => number | undefined;
};

type Deps = {
  readonly access: SlackAccess;
  readonly botToken: string;
  readonly apiUrl?: string;
  readonly clock: Clock;
  readonly log: Log;
};

/** For requests that are under way when the bot stops. Milliseconds. */
const stopTimeoutMs = 1000;

/** How payloads reach the bot: one Bolt app over Socket Mode, or over signed HTTP. Connects with `start`. */
export function createConnection(deps: Deps): Connection {
  return deps.access.mode === "socket" ? overSocket(deps, deps.access) : overHttp(deps, deps.access);
}

function overSocket(deps: Deps, { appToken }: SlackAccess & { readonly mode: "socket" }): Connection {
  const { clock, log } = deps;
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger: boltLogger(log),
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { ...clientOptions(deps.apiUrl) } },
  });
  const link = createSocketLink({ client: receiver.client, clock, log });
  const app = createApp(deps, receiver);
  return {
    app,
    start: async () => {
      await app.init();
      try {
        await link.start();
      } catch (error) {
        throw slackFault(error, "a Socket Mode connection (SLACK_APP_TOKEN)");
      }
    },
    stop: link.stop,
    downSinceMs: link.downSinceMs,
  };
}

function overHttp(deps: Deps, { signingSecret, port, host }: SlackAccess & { readonly mode: "http" }): Connection {
  const logger = withSignatureWatch(boltLogger(deps.log), deps);
  const receiver = new HTTPReceiver({ signingSecret, logger, logLevel: LogLevel.ERROR });
  const app = createApp(deps, receiver);
  let server: { readonly closeAllConnections?: () => void } | undefined;
  return {
    app,
    start: async () => {
      await app.init();
      try {
        server = await receiver.start({ port, host });
      } catch (cause) {
        const message = `Cannot listen for Slack on ${host}:${port} (SLACK_HTTP_PORT): ${cause instanceof Error ? cause.message : cause}`;
        throw new Fault("config-invalid", message, { cause });
      }
    },
    stop: async () => {
      const cut = setTimeout(() => server?.closeAllConnections?.(), stopTimeoutMs);
      await receiver.stop().catch(() => undefined);
      clearTimeout(cut);
    },
    downSinceMs: () => undefined,
  };
}

function createApp({ botToken, apiUrl, log }: Deps, receiver: SocketModeReceiver | HTTPReceiver): App {
  const app = new App({
    token: botToken,
    receiver,
    clientOptions: { ...clientOptions(apiUrl), fetch: fetchInTime },
    deferInitialization: true,
    convoStore: false,
    logger: boltLogger(log),
    logLevel: LogLevel.ERROR,
  });
  app.error(async (error) => log.error({ err: error }, "slack listener failed"));
  return app;
}

const answerTimeoutMs = 5000;

// The way answers go (`respond`) has no time-out of its own.
const fetchInTime: typeof fetch = (input, init = {}) => {
  const limit = AbortSignal.timeout(answerTimeoutMs);
  return fetch(input, { ...init, signal: init.signal == null ? limit : AbortSignal.any([init.signal, limit]) });
};
