/** `INFO`'s lines as fields; section titles and anything that is not `name:value` are left out. */
export function parseInfo(text: string): Readonly<Record<string, string>> {
  const fields = text.split(/\r?\n/).flatMap((line) => {
    const at = line.indexOf(":");
    return line.startsWith("#") || at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
  });
  return Object.fromEntries(fields);
}

/** The value of one field as `name=value,name=value`, such as `slave0` and `db0`. */
export function parseInfoValue(value: string): Readonly<Record<string, string>> {
  const parts = value.split(",").flatMap((part) => {
    const at = part.indexOf("=");
    return at < 1 ? [] : [[part.slice(0, at), part.slice(at + 1)] as const];
  });
  return Object.fromEntries(parts);
}
