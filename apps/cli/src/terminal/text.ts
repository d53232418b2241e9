/**
 * Text from outside (class names, folder names, file content) made safe for a terminal. Control characters and
 * escape sequences would move the cursor or set the window's title; format characters turn the direction of writing.
 */

/** Invisible characters, except the line feed and the joiners of emoji and Persian. */
const hidden = /[^\P{C}\n\u200C\u200D\p{Co}\p{Cn}]|[\u2028\u2029]/gu;

/** The longest line, in columns: far longer than the program's own. */
const longestLine = 2000;

/** Text without terminal control sequences, with overlong lines truncated. */
export function clean(text: string): string {
  return text
    .split('\n')
    .map((line) => cut(line.replaceAll(hidden, '\uFFFD'), longestLine))
    .join('\n');
}

/** A name from outside in one line of at most this many columns. */
export function nameText(name: string, most = 40): string {
  return cut(name.replaceAll('\n', ' ').replaceAll(hidden, '\uFFFD'), most);
}

/** Equivalent JSON, with every invisible character escaped: a terminal shows it, and a program reads it back. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replaceAll(hidden, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** Values as a line of CSV (RFC 4180), without control characters. */
export function csvLine(cells: readonly (string | number)[]): string {
  const texts = cells.map((cell) => {
    const text = String(cell).replaceAll(hidden, '\uFFFD');
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${texts.join(',')}\n`;
}

/** Columns that a text takes on a terminal: Chinese characters and emoji take two, accents none. */
export function columnsOf(text: string): number {
  return graphemes(text).reduce((sum, each) => sum + graphemeColumns(each), 0);
}

/** A text padded with spaces to a number of columns. */
export function padColumns(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/** A text of at most this many columns, with an ellipsis if it was longer. */
export function cut(text: string, most: number): string {
  // Most texts are short and plain: each UTF-16 unit is one column.
  if (text.length <= most && !/[^\u0020-\u007E]/.test(text)) return text;
  const kept: string[] = [];
  let columns = 0;
  // What can't fit into these columns is skipped: a grapheme counts as at most 16 units here.
  const all = graphemes(text.slice(0, 16 * (most + 1)));
  for (const each of all) {
    const own = graphemeColumns(each);
    if (columns + own > most) return shortened(kept, most);
    kept.push(each.slice(0, 16));
    columns += own;
  }
  return all.join('').length < text.length ? shortened(kept, most) : kept.join('');
}

/** With an ellipsis in the last column. */
function shortened(kept: string[], most: number): string {
  while (kept.length > 0 && columnsOf(kept.join('')) > most - 1) kept.pop();
  return `${kept.join('')}…`;
}

function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Unicode's wide and full-width characters, and emoji. */
const wide =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]/u;

function graphemeColumns(grapheme: string): number {
  if (/^[\p{Mn}\p{Me}\u200C\u200D]/u.test(grapheme)) return 0;
  return wide.test(grapheme) || grapheme.includes('\uFE0F') ? 2 : 1;
}
