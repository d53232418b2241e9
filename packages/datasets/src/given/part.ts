/** A part of a data set. */
export type Part = 'train' | 'validation' | 'test';

const words: readonly (readonly [Part, string])[] = [
  ['train', 'train|training'],
  ['test', 't10k|test|testing|eval'],
  ['validation', 'val|valid|validation'],
];

/** The part that a name tells, and where in the name the word begins; `undefined` if it tells none. */
export function partIn(name: string): { readonly part: Part; readonly at: number } | undefined {
  for (const [part, alternatives] of words) {
    const found = new RegExp(`(?<![a-z])(${alternatives})(?![a-z])`, 'i').exec(name);
    if (found) return { part, at: found.index };
  }
  return undefined;
}

/** The part that a folder's whole name means. */
export function partNamed(name: string): Part | undefined {
  const found = words.find(([, alternatives]) => new RegExp(`^(${alternatives})$`, 'i').test(name));
  return found?.[0];
}
