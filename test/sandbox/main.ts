import { ensureLoopback } from "./ensure-loopback.ts";
import { ensurePrograms } from "./ensure-programs.ts";
import { sandboxNamespace, startSandbox, tries } from "./start-sandbox.ts";

const usage = `npm run sandbox -- [--port 4480] [--unprotected]
  --port         where the page is served (0: any free port)
  --unprotected  no second person is needed to approve a repair
`;

const words = process.argv.slice(2);
const portAt = words.indexOf("--port");
const port = portAt === -1 ? 4480 : Number(words[portAt + 1]);
const unknown = words.filter((word, i) => !["--port", "--unprotected"].includes(word) && i !== portAt + 1);

try {
  if (unknown.length > 0 || !Number.isInteger(port))
    throw new Error(`What is "${unknown[0] ?? words[portAt + 1]}"?\n${usage}`);
  ensurePrograms();
  await ensureLoopback();
  const startedAt = performance.now();
  const isProtected = !words.includes("--unprotected");
  const say = (line: string) => process.stdout.write(`${line}\n`);
  say("Starting a local Slack, a local Kubernetes and a Redis HA group…");
  const sandbox = await startSandbox({ isProtected, port, log: (line) => say(`  ${line}`) });
  say(`\nReady after ${((performance.now() - startedAt) / 1000).toFixed(1)} s:  ${sandbox.url}\n`);
  say(
    `Three things to try there (${sandboxNamespace}${isProtected ? " is protected: a second person approves" : ""}):`,
  );
  for (const [i, { title, explain }] of tries.entries()) say(`  ${i + 1}. ${title}: ${explain}`);
  say("\nCtrl-C ends it and leaves nothing behind.");
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    say("\nStopping…");
    sandbox.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
} catch (error) {
  process.stderr.write(`The sandbox cannot start. ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
