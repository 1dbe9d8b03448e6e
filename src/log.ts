import { type DestinationStream, destination, type LevelWithSilent, pino } from "pino";
import type { Log } from "./flows/ports.ts";
import type { Secrets } from "./secrets.ts";

export type LogOptions = {
  readonly level: LevelWithSilent;
  readonly secrets: Secrets;
  /** Lines for people, where pino-pretty is installed: `process.stdout.isTTY` in main. */
  readonly pretty?: boolean;
  /** Where lines go; absent: standard output. */
  readonly to?: DestinationStream;
};

const secretName = /pass(word)?$|token|secret|authorization|credential/i;
const deepest = 6;

/** Pino behind the port: JSON lines, each string of a line cleaned of secrets before it is written. */
export async function createLog({ level, secrets, pretty = false, to }: LogOptions): Promise<Log> {
  const stream = to ?? (pretty ? await prettyStream() : undefined) ?? destination({ dest: 1, sync: true });
  const asItIs = (value: unknown) => value;
  const timestamp = pino.stdTimeFunctions.isoTime;
  // pino would make an object of its own of an error that is scrubbed already.
  const out = pino({ level, base: null, timestamp, serializers: { err: asItIs } }, stream);
  const clean = (fields: object): unknown => scrub(fields, secrets.redact, deepest);
  return {
    debug: (fields, message) => out.isLevelEnabled("debug") && out.debug(clean(fields), secrets.redact(message)),
    info: (fields, message) => out.isLevelEnabled("info") && out.info(clean(fields), secrets.redact(message)),
    warn: (fields, message) => out.isLevelEnabled("warn") && out.warn(clean(fields), secrets.redact(message)),
    error: (fields, message) => out.isLevelEnabled("error") && out.error(clean(fields), secrets.redact(message)),
  };
}

// A development dependency: absent in the image, and then plain JSON is right.
async function prettyStream(): Promise<DestinationStream | undefined> {
  try {
    const { default: build } = await import("pino-pretty");
    return build({ sync: true, ignore: "pid,hostname", translateTime: "SYS:HH:MM:ss.l" });
  } catch {
    return undefined;
  }
}

type Redact = (text: string) => string;

function scrub(value: unknown, clean: Redact, depth: number): unknown {
  if (typeof value === "string") return clean(value);
  if (value === null || typeof value !== "object") return value;
  if (depth === 0) return "…";
  if (value instanceof Error) return scrubError(value, clean, depth);
  if (Array.isArray(value)) return value.map((item) => scrub(item, clean, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, scrubField(key, item, clean, depth)]));
}

function scrubField(key: string, item: unknown, clean: Redact, depth: number): unknown {
  return secretName.test(key) && typeof item === "string" ? "***" : scrub(item, clean, depth - 1);
}

function scrubError(error: Error, clean: Redact, depth: number): object {
  return {
    type: error.name,
    message: clean(error.message),
    ...("code" in error && { code: error.code }),
    ...(error.stack !== undefined && { stack: clean(error.stack) }),
    ...(error.cause !== undefined && { cause: scrub(error.cause, clean, depth - 1) }),
  };
}
