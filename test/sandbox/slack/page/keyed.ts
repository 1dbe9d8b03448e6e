/** Each with its place as React's key: Block Kit names none of its parts, and an edit should keep what stays in place. */
export function keyed<T>(items: readonly T[]): readonly (readonly [key: string, item: T])[] {
  return items.map((item, index) => [String(index), item]);
}
