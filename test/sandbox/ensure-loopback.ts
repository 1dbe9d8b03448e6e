import { createServer } from "node:net";

/** Pods have addresses of 127.40.0.0 and above. Linux has all of 127.0.0.0/8; throws, in one line, where there is but one. */
export async function ensureLoopback(address = "127.40.0.1"): Promise<void> {
  const code = await listenError(address);
  if (code === undefined) return;
  const aliases = "for a in 0.{1..60} 255.254; do sudo ifconfig lo0 alias 127.40.$a; done";
  const how = process.platform === "darwin" ? `: give lo0 the aliases that pods need (${aliases})` : "";
  throw new Error(`This machine has no loopback address ${address} (${code})${how}.`);
}

function listenError(host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen(0, host, () => server.close(() => resolve(undefined)));
  });
}
