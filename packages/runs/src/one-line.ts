/** The most characters of a message: it may quote what was typed, or a file. */
const longest = 500;

/** An error's message as one line, without terminal control sequences. */
export function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
