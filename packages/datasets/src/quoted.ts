/** The longest text from a file that a message shows. */
const longest = 100;

/** Text from a file in quotes, for a message: in one line, without control characters, cut if it is long. */
export function quoted(text: string): string {
  return JSON.stringify(text.slice(0, longest).replaceAll(/\p{C}/gu, '?'));
}
