/** Text from a file, for a message: one line, without control characters, truncated when long. */
export function shortText(text: string, most = 200): string {
  const start = text.slice(0, most).replaceAll(/[\s\p{Cc}]+/gu, ' ');
  return text.length > most ? `${start}…` : start;
}
