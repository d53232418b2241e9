/**
 * A value as a JavaScript expression that is safe in a module, in a comment's line, and in the script of a page: it contains no
 * `<`, no line break of any kind, and nothing that turns text around where the script is read.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<\u2028-\u202E\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
