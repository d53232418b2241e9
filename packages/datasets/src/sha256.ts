import { DatasetError } from './error.ts';

/**
 * WebCrypto, in Node and in browsers.
 *
 * @param subject what is hashed, for the message
 * @throws DatasetError `unverifiable` on a page without HTTPS, where browsers have no WebCrypto
 */
export function subtleCrypto(subject: string): SubtleCrypto {
  // The type claims that it always exists.
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
  if (subtle !== undefined) return subtle;
  throw new DatasetError(
    'unverifiable',
    `${subject} can't be verified on this page: serve it over HTTPS or from localhost`,
    { location: subject },
  );
}

/** @returns 64 hexadecimal digits */
export async function sha256(content: Uint8Array, subtle: SubtleCrypto): Promise<string> {
  const { buffer, byteOffset, byteLength } = content;
  // WebCrypto refuses shared memory.
  const bytes =
    buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, byteLength) : content.slice();
  const digest = await subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
