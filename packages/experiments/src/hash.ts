import { canonicalJson } from './canonical-json.ts';
import { sha256 } from './sha256.ts';

/** The first 64 bits of the SHA-256 of a text, as 16 hexadecimal digits. */
export function textHash(text: string): string {
  return sha256(text).slice(0, 16);
}

/** The hash of a value's canonical JSON. */
export function hashOf(value: unknown): string {
  return textHash(canonicalJson(value));
}
