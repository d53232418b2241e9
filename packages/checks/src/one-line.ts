/**
 * An error's message, or a text from outside, as one line: without control characters, truncated when it is long.
 *
 * @param most characters
 */
export function oneLine(message: unknown, most = 500): string {
  const text = message instanceof Error ? message.message : String(message);
  const line = text
    .slice(0, most)
    .replaceAll(/\s*[\n\r]\s*/g, ' ')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
  return text.length > most ? `${line}…` : line;
}
