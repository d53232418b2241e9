/** The largest edit distance that still counts as a typo. */
const mostChanges = 3;

/** The name most likely meant by a misspelt one; `undefined` if none is close. Ignores case. */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  const short = text.slice(0, 100).toLowerCase();
  const distances = names.map((name) => distance(short, name.toLowerCase()));
  const least = Math.min(...distances);
  return least <= Math.min(mostChanges, Math.ceil(text.length / 2))
    ? names[distances.indexOf(least)]
    : undefined;
}

/** The Levenshtein distance: the fewest letters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (let column = 0; column < b.length; column++) {
      const replaced = row[column]! + Number(letter !== b[column]);
      next.push(Math.min(replaced, row[column + 1]! + 1, next[column]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}
