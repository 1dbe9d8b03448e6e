/** The word that was probably meant; undefined where none is near (a third of its letters may differ, at least one). */
export function nearest<Word extends string>(typed: string, words: readonly Word[]): Word | undefined {
  const ranked = words
    .map((word) => ({ word, distance: editDistance(typed.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, distance }) => distance <= Math.max(1, Math.floor(Math.max(word.length, typed.length) / 3)))
    .toSorted((a, b) => a.distance - b.distance);
  return ranked[0]?.word ?? words.find((word) => typed.length >= 3 && word.startsWith(typed.toLowerCase()));
}

/** Insertions, deletions, replacements and swaps of neighbours (Damerau's restricted distance). */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) row.push(cheapest({ a, b, i, j, rows, row }));
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

type Cell = {
  readonly a: string;
  readonly b: string;
  readonly i: number;
  readonly j: number;
  readonly rows: readonly (readonly number[])[];
  readonly row: readonly number[];
};

function cheapest({ a, b, i, j, rows, row }: Cell): number {
  const at = (r: readonly number[] | undefined, k: number) => r?.[k] ?? Number.POSITIVE_INFINITY;
  const above = rows[i - 1];
  const same = a[i - 1] === b[j - 1] ? 0 : 1;
  const plain = Math.min(at(above, j) + 1, at(row, j - 1) + 1, at(above, j - 1) + same);
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return swapped ? Math.min(plain, at(rows[i - 2], j - 2) + 1) : plain;
}
