/** Beyond this the comparison of every line with every other would take too long: the counts have to do. */
const mostLines = 600;
const mostShown = 12;

/** The lines that two texts differ in, `- ` and `+ `, in their order; long differences are cut, and say so. */
export function textDiff(before: string, after: string): readonly string[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  if (a.length > mostLines || b.length > mostLines) return [`${a.length} lines -> ${b.length} lines`];
  const lines = changedLines(a, b);
  const more = lines.length - mostShown;
  return more > 0 ? [...lines.slice(0, mostShown), `… and ${more} more lines`] : lines;
}

/** By the longest common subsequence, from the end. */
function changedLines(a: readonly string[], b: readonly string[]): readonly string[] {
  const common = commonLengths(a, b);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(common, i + 1, j) >= at(common, i, j + 1))) {
      lines.push(`- ${a[i]}`);
      i += 1;
    } else {
      lines.push(`+ ${b[j]}`);
      j += 1;
    }
  }
  return lines;
}

function commonLengths(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const rows: number[][] = a.map(() => []);
  rows.push([]);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = rows[i] ?? [];
      row[j] = a[i] === b[j] ? at(rows, i + 1, j + 1) + 1 : Math.max(at(rows, i + 1, j), at(rows, i, j + 1));
    }
  }
  return rows;
}

function at(rows: readonly (readonly number[])[], i: number, j: number): number {
  return rows[i]?.[j] ?? 0;
}
