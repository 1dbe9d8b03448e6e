import { redact } from "./domain/redact.ts";

/** The values that must not be seen in a log line, an audit entry or a message. */
export type Secrets = {
  /** Adds a value, such as a password that was just read from a Secret. Twice is once. */
  readonly remember: (value: string | undefined) => void;
  /** The text without any remembered value, and without whatever looks like a credential. */
  readonly redact: (text: string) => string;
};

export function createSecrets(values: readonly (string | undefined)[] = []): Secrets {
  const known = new Set<string>();
  function remember(value: string | undefined): void {
    if (value !== undefined && value !== "") known.add(value);
  }
  values.forEach(remember);
  return { remember, redact: (text) => redact(text, known) };
}
