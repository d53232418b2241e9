import { createHash } from 'node:crypto';

/** A header as tests parse it: well formed, or about to be damaged. */
export type Header = Record<string, HeaderEntry>;

export interface HeaderEntry {
  [key: string]: unknown;
  dtype: string;
  shape: number[];
  data_offsets: number[];
}

/** The parts of a safetensors file. */
export function splitHeader(bytes: Uint8Array): { readonly header: Header; readonly data: Uint8Array } {
  const end = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  return {
    header: JSON.parse(new TextDecoder().decode(bytes.subarray(8, end))),
    data: bytes.subarray(end),
  };
}

const digestAt = 8 + '{"__metadata__":{"sha256":"'.length;

/** Assembles a file with a valid checksum, computed independently of the writer. */
export function reseal(header: string, data: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  bytes.fill(0x30, digestAt, digestAt + 64);
  bytes.set(new TextEncoder().encode(createHash('sha256').update(bytes).digest('hex')), digestAt);
  return bytes;
}

export function flipByte(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[at]! ^= mask;
  return changed;
}
