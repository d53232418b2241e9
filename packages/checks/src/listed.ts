/**
 * The first of some texts, and how many more there are: `a, b and 4 more`.
 *
 * @param most how many are named, at least 1
 */
export function listed(texts: readonly string[], most: number): string {
  const more = texts.length > most ? ` and ${texts.length - most} more` : '';
  return `${texts.slice(0, most).join(', ')}${more}`;
}
