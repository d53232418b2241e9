import { distance } from 'fastest-levenshtein';

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
