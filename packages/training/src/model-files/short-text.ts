/** A text that may come from a file as part of a message: one line, without control characters, cut where it is long. */
export function shortText(text: string, most = 200): string {
  const start = text.slice(0, most).replaceAll(/[\s\p{Cc}]+/gu, ' ');
  return text.length > most ? `${start}…` : start;
}
