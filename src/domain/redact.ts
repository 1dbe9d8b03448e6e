const hidden = "***";

// What follows these words is a credential in Redis', Sentinel's and redis-cli's own syntax.
const credentialWord =
  /(?<![\w-])(requirepass|masterauth|auth-pass|sentinel-pass|REDISCLI_AUTH|auth)(["']?[\s=:]+)\S.*$/gim;
const credentialOption = /(\s--?(?:a|pass|password|requirepass|masterauth)[\s=]+)("[^"]*"|'[^']*'|\S+)/g;
const slackToken = /\bx(?:ox[a-z]|app)-[\w-]+/g;
const urlUser = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi;

/** Below this a registered value is too common a piece of text to be struck out everywhere. */
const shortestSecret = 4;

/**
 * The text without secrets: whatever follows `AUTH`, `requirepass`, `masterauth` or `auth-pass` up to the line's end,
 * Slack tokens, the user part of URLs, and the given values wherever they stand.
 */
export function redact(text: string, secrets: Iterable<string>): string {
  let clean = text;
  // The longest first: one secret may be the beginning of another.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret.length >= shortestSecret) clean = clean.replaceAll(secret, hidden);
  }
  return clean
    .replace(slackToken, hidden)
    .replace(urlUser, `$1${hidden}@`)
    .replace(credentialOption, `$1${hidden}`)
    .replace(credentialWord, `$1$2${hidden}`);
}
