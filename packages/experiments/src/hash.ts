import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** The first 64 bits of the SHA-256 of a value's canonical JSON, as 16 hexadecimal digits. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 16);
}
