/** The longest text from a file that a message shows. */
const longest = 100;

/** Text from a file, for a message: in one line, without control characters, cut if it is long. */
export function shown(text: string): string {
  return text.slice(0, longest).replaceAll(/\p{C}/gu, '?');
}

/** The same in quotes. */
export function quoted(text: string): string {
  return JSON.stringify(shown(text));
}
