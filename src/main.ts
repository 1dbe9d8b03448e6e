import { type App, startApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { Fault } from "./domain/fault.ts";
import { createLog } from "./log.ts";
import { createSecrets } from "./secrets.ts";

/** Time for what runs to come to its end. Milliseconds. */
const stopWithinMs = 20_000;

try {
  const config = readConfig(process.env);
  const secrets = createSecrets(config.secrets);
  const log = await createLog({ level: config.log.level, secrets, pretty: process.stdout.isTTY });
  let stopping = false;
  // Socket Mode's client rejects with nothing at all when it is stopped while it dials.
  process.on("unhandledRejection", (error) => {
    if (stopping || error === undefined) return;
    log.error({ err: error }, "unhandled rejection: restart me");
    process.exit(1);
  });
  const app: App = await startApp(config, { log, secrets });
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    app.stop().then(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
} catch (error) {
  // What a person can mend is one line; a bug shows where it is.
  const text = error instanceof Fault ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`redis-ha-bot cannot start. ${text}\n`);
  process.exit(1);
}
