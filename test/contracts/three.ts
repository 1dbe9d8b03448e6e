/** The first three, as a tuple; throws where there are fewer. */
export function three<T>(items: readonly T[]): readonly [T, T, T] {
  const [first, second, third] = items;
  if (first === undefined || second === undefined || third === undefined) throw new Error("There are not three.");
  return [first, second, third];
}
