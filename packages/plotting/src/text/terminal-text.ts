/** Letters that terminals show two columns wide: East Asian scripts, full-width forms, emoji. */
const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Text without terminal controls: control characters, line breaks and direction marks become spaces. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, ' ');
}

/** Columns that the text takes up. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += wide.test(character) ? 2 : zeroWidth.test(character) ? 0 : 1;
  return columns;
}

/** The text, or as much of it as fits with `ellipsis` at its end. */
export function fitColumns(text: string, limit: number, ellipsis: string): string {
  if (columnsOf(text) <= limit) return text;
  let kept = '';
  for (const character of text) {
    if (columnsOf(kept + character + ellipsis) > limit) break;
    kept += character;
  }
  return `${kept.trimEnd()}${ellipsis}`;
}
