import { oneLine } from '@atelier/checks';
import { parseJson } from '../model-files/json.ts';
import { CheckpointError } from './error.ts';

/**
 * Tensors in the safetensors format, sealed with a checksum:
 *
 * | bytes            | what                                                                     |
 * |------------------|--------------------------------------------------------------------------|
 * | 0 … 7            | length of the header, unsigned 64-bit little-endian                      |
 * | 8 …              | header: JSON, padded with spaces to a multiple of 8                      |
 * | after the header | the tensors' values, little-endian, one after another, without gaps      |
 *
 * The header's first entry is `__metadata__`, whose first entry is `sha256`: the hash of the whole file with the hash's
 * own 64 digits written as zeros. Other readers of safetensors see one more metadata string.
 */
export interface TensorFile {
  /** `__metadata__` of the header: texts by name. */
  readonly metadata: Readonly<Record<string, string>>;
  /** By name, in the order of the file. */
  readonly tensors: ReadonlyMap<string, FileTensor>;
}

/** A tensor of the file. */
export interface FileTensor {
  readonly shape: readonly number[];
  /** `F32` or `F64`. */
  readonly values: Float32Array | Float64Array;
}

/** Limits of a header, so that no file makes its reader allocate much more than the file's own size. */
const limits = {
  /** Bytes, enough for about ten thousand tensors. */
  header: 2 ** 20,
  tensors: 4096,
  rank: 8,
} as const;

const prefix = '{"__metadata__":{"sha256":"';
const digits = 64;
const digestAt = 8 + prefix.length;

const dtypes = {
  F32: { bytes: 4, from: (buffer: ArrayBuffer) => new Float32Array(buffer) },
  F64: { bytes: 8, from: (buffer: ArrayBuffer) => new Float64Array(buffer) },
} as const;

/** Writes a file of tensors. Tensors of 8-byte values come first, so that all are aligned. */
export async function encodeTensors({ metadata, tensors }: TensorFile): Promise<Uint8Array> {
  const entries = [...tensors].sort(
    ([, a], [, b]) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT,
  );
  let offset = 0;
  const specs = entries.map(([name, { shape, values }]) => {
    const begin = offset;
    offset += values.byteLength;
    const dtype = values instanceof Float64Array ? 'F64' : 'F32';
    return [name, { dtype, shape, data_offsets: [begin, offset] }] as const;
  });
  const json = JSON.stringify({
    __metadata__: { sha256: '0'.repeat(digits), ...metadata },
    ...Object.fromEntries(specs),
  });
  const text = new TextEncoder().encode(json);
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength).set(text, 8);
  let at = 8 + headerLength;
  for (const [, { values }] of entries) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  bytes.set(new TextEncoder().encode(await sealOf(bytes)), digestAt);
  return bytes;
}

/**
 * Reads a file of tensors. Nothing in it is used before its checksum is verified, and nothing is allocated before the
 * header is known to describe exactly these bytes.
 *
 * @throws CheckpointError saying what was found and what was expected
 */
export async function decodeTensors(bytes: Uint8Array): Promise<TensorFile> {
  const dataBegin = 8 + headerLengthOf(bytes);
  const start = new TextDecoder().decode(bytes.subarray(8, digestAt));
  if (start !== prefix) throw new CheckpointError(`A header begins with ${prefix}; found ${quoted(start)}`);
  const found = new TextDecoder().decode(bytes.subarray(digestAt, digestAt + digits));
  const expected = await sealOf(bytes);
  if (found !== expected) {
    throw new CheckpointError(
      `The checksum does not match: the file says ${quoted(found)}, its content is ${expected}`,
    );
  }
  const { __metadata__, ...specs } = headerOf(bytes.subarray(8, dataBegin));
  const { sha256: _, ...metadata } = metadataOf(__metadata__);
  const names = Object.keys(specs);
  if (names.length > limits.tensors) {
    throw new CheckpointError(`A file has at most ${limits.tensors} tensors; found ${names.length}`);
  }
  let offset = 0;
  const ranges = names.map((name) => {
    const tensor = specOf(name, specs[name]);
    if (tensor.begin !== offset) {
      throw new CheckpointError(
        `Tensor ${quoted(name)} begins at byte ${tensor.begin} of the data; expected ${offset}`,
      );
    }
    offset = tensor.end;
    return { name, ...tensor };
  });
  if (dataBegin + offset !== bytes.length) {
    throw new CheckpointError(`The tensors end at byte ${dataBegin + offset}; the file at ${bytes.length}`);
  }
  const tensors = new Map(
    ranges.map(({ name, dtype, shape, begin, end }) => {
      const { buffer } = Uint8Array.from(bytes.subarray(dataBegin + begin, dataBegin + end));
      return [name, { shape, values: dtypes[dtype].from(buffer) }];
    }),
  );
  return { metadata, tensors };
}

function headerLengthOf(bytes: Uint8Array): number {
  if (bytes.length < digestAt + digits) {
    throw new CheckpointError(`A checkpoint has at least ${digestAt + digits} bytes; found ${bytes.length}`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const most = BigInt(Math.min(limits.header, bytes.length - 8));
  if (length > most) throw new CheckpointError(`The header has at most ${most} bytes; found ${length}`);
  return Number(length);
}

function headerOf(bytes: Uint8Array): Record<string, unknown> {
  try {
    const header = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isRecord(header)) return header;
  } catch (cause) {
    throw new CheckpointError('The header is not JSON', { cause });
  }
  throw new CheckpointError('The header is not a JSON object');
}

function metadataOf(value: unknown): Record<string, string> {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.map(([key, text]) => {
      if (typeof text !== 'string') throw new CheckpointError(`Metadata ${quoted(key)} is not text`);
      return [key, text];
    }),
  );
}

function specOf(
  name: string,
  spec: unknown,
): { dtype: keyof typeof dtypes; shape: number[]; begin: number; end: number } {
  const { dtype, shape, data_offsets: offsets } = isRecord(spec) ? spec : {};
  if (dtype !== 'F32' && dtype !== 'F64') {
    throw new CheckpointError(`Tensor ${quoted(name)} has dtype ${quoted(dtype)}; expected F32 or F64`);
  }
  if (!isSizes(shape) || shape.length > limits.rank) {
    throw new CheckpointError(
      `Tensor ${quoted(name)} has shape ${quoted(shape)}; expected at most ${limits.rank} sizes from 0`,
    );
  }
  const [begin = -1, end = -1] = isSizes(offsets) && offsets.length === 2 ? offsets : [];
  // A product past 2^53 is rounded, but no file has so many bytes: it differs all the same.
  const size = shape.reduce((product, length) => product * length, dtypes[dtype].bytes);
  if (begin < 0 || end - begin !== size) {
    throw new CheckpointError(
      `Tensor ${quoted(name)} of shape [${shape.join(', ')}] takes ${size} bytes; its offsets are ${quoted(offsets)}`,
    );
  }
  return { dtype, shape, begin, end };
}

/** Hexadecimal SHA-256 of a file as if its checksum were zeros. */
async function sealOf(bytes: Uint8Array): Promise<string> {
  const unsealed = Uint8Array.from(bytes);
  unsealed.fill(0x30, digestAt, digestAt + digits);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', unsealed));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** A value from a file, short enough for an error message. */
export function quoted(value: unknown): string {
  return oneLine(JSON.stringify(value) ?? 'nothing', 80);
}
