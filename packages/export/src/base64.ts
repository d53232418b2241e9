/** A multiple of three, so that only the last piece is padded; few enough to be arguments. */
const pieceBytes = 24_576;

/** Bytes, one array after another, as base64: in Node and in browsers. */
export function base64(parts: readonly Uint8Array[]): string {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  let text = '';
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    text += btoa(String.fromCharCode(...bytes.subarray(from, from + pieceBytes)));
  }
  return text;
}
