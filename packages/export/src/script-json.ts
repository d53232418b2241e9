/**
 * A value as a JavaScript expression that is safe in a module, in a comment's line, and in the script of a page: it contains no
 * `<`, and no line break of any kind.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
