/** `a`, `a and b`, `a, b and c`. */
export function list(names: readonly string[]): string {
  const [last, ...rest] = names.toReversed();
  if (last === undefined) return "nobody";
  return rest.length === 0 ? last : `${rest.toReversed().join(", ")} and ${last}`;
}
