import { damaged, mismatched } from '../error.ts';
import { quoted } from '../quoted.ts';

/** What the header of an NPY file declares. */
export interface NpyHeader {
  readonly kind: 'integer' | 'float' | 'bool';
  readonly signed: boolean;
  readonly bytesPerElement: number;
  readonly littleEndian: boolean;
  /** Whether the first index varies fastest. */
  readonly fortran: boolean;
  readonly shape: readonly number[];
  readonly count: number;
  /** Bytes before the first element. */
  readonly headerBytes: number;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** NumPy's own limit is 10,000 bytes, and twice that for names in structures. */
const mostHeaderBytes = 2 ** 16;

/** NumPy's former limit. */
const mostDimensions = 32;

/**
 * Reads the header of an NPY file, versions 1 to 3.
 *
 * @param most the most bytes of elements to accept
 * @throws DatasetError `damaged-file` with the offset; `mismatched-files` for elements that are no numbers
 */
export function npyHeader(bytes: Uint8Array, location: string, most: number): NpyHeader {
  const wrong = (offset: number, found: string, expected: string): Error =>
    damaged(location, `not an NPY array at byte ${offset}: found ${found}, expected ${expected}`);
  const at = magic.findIndex((byte, index) => bytes[index] !== byte);
  if (at !== -1) throw wrong(at, bytes[at] === undefined ? 'the end' : String(bytes[at]), String(magic[at]));
  const version = bytes[6];
  if (version === undefined || version < 1 || version > 3) throw wrong(6, `version ${version}`, '1 to 3');
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw wrong(bytes.length, 'the end', `a header of at least ${start} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > mostHeaderBytes) throw wrong(8, `a header of ${length} bytes`, `at most ${mostHeaderBytes}`);
  const headerBytes = start + length;
  if (bytes.length < headerBytes) throw wrong(bytes.length, 'the end', `a header of ${headerBytes} bytes`);
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(start, headerBytes));
  const field = (name: string, value: string): string => {
    const found = new RegExp(`['"]${name}['"]\\s*:\\s*${value}`).exec(text)?.[1];
    if (found === undefined) {
      throw wrong(start, quoted(text.trim()), `a dictionary with ${name}`);
    }
    return found;
  };
  const descr = field('descr', `('[^']*'|"[^"]*"|\\[)`);
  const fortran = field('fortran_order', '(True|False)') === 'True';
  const sizes = field('shape', '\\(([^)]*)\\)')
    .split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '');
  const shape = sizes.map((size) => (/^\d{1,15}L?$/.test(size) ? Number.parseInt(size, 10) : Number.NaN));
  if (shape.length > mostDimensions || shape.some(Number.isNaN)) {
    throw wrong(start, `shape ${quoted(sizes.join(', '))}`, `at most ${mostDimensions} whole numbers`);
  }
  const [, order = '|', code = '', size = ''] = /^['"]([<>|=]?)([a-zA-Z])(\d*)['"]$/.exec(descr) ?? [];
  const bytesPerElement = code === '?' ? 1 : Number(size);
  const kind = kinds[code]?.sizes.includes(bytesPerElement) === true ? kinds[code].kind : undefined;
  if (kind === undefined) {
    const found = descr === '[' ? 'structures' : quoted(descr.slice(1, -1));
    throw mismatched(
      location,
      `elements of type ${found}; pixels and labels are integers, floats or booleans`,
    );
  }
  let count = 1;
  for (const dimension of shape) count *= dimension;
  if (!(count * bytesPerElement <= most)) {
    throw wrong(start, `an array of shape (${shape.join(', ')}) of ${descr}`, `at most ${most} bytes`);
  }
  const littleEndian = order !== '>';
  return { kind, signed: code === 'i', bytesPerElement, littleEndian, fortran, shape, count, headerBytes };
}

const kinds: Readonly<
  Record<string, { readonly kind: NpyHeader['kind']; readonly sizes: readonly number[] }>
> = {
  b: { kind: 'bool', sizes: [1] },
  i: { kind: 'integer', sizes: [1, 2, 4, 8] },
  u: { kind: 'integer', sizes: [1, 2, 4, 8] },
  f: { kind: 'float', sizes: [2, 4, 8] },
};

/** An array of an NPY file. */
export interface NpyArray {
  readonly location: string;
  readonly shape: readonly number[];
  readonly kind: NpyHeader['kind'];
  /** The element at an index in C order. */
  readonly at: (index: number) => number;
  readonly count: number;
  /** The elements in C order, where they are bytes. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
}

/**
 * Reads an NPY file. Elements are read on demand, whatever their type and order.
 *
 * @throws DatasetError for a file that is not whole, or longer than it declares
 */
export function decodeNpy(content: Uint8Array<ArrayBuffer>, location: string, most: number): NpyArray {
  const header = npyHeader(content, location, most);
  const { headerBytes, count, bytesPerElement, shape, kind, signed, fortran } = header;
  const expected = headerBytes + count * bytesPerElement;
  if (content.length !== expected) {
    const what = content.length < expected ? 'truncated' : 'bytes after the end';
    throw damaged(
      location,
      `${what} at byte ${Math.min(content.length, expected)}: found ${content.length} bytes, expected ${expected}`,
    );
  }
  const data = content.subarray(headerBytes);
  const element = elementOf(header, data);
  const isBytes = kind === 'integer' && !signed && bytesPerElement === 1 && !fortran;
  const order = fortran ? fortranOrder(shape) : undefined;
  return {
    location,
    shape,
    kind,
    count,
    at: order ? (index) => element(order(index)) : element,
    bytes: isBytes ? data : undefined,
  };
}

function elementOf(
  { kind, signed, bytesPerElement: size, littleEndian }: NpyHeader,
  data: Uint8Array<ArrayBuffer>,
): (index: number) => number {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (kind === 'float') {
    if (size === 8) return (index) => view.getFloat64(8 * index, littleEndian);
    if (size === 4) return (index) => view.getFloat32(4 * index, littleEndian);
    return (index) => halfFloat(view.getUint16(2 * index, littleEndian));
  }
  if (size === 1) return signed ? (index) => view.getInt8(index) : (index) => data[index]!;
  if (size === 2) {
    return (index) =>
      signed ? view.getInt16(2 * index, littleEndian) : view.getUint16(2 * index, littleEndian);
  }
  if (size === 4) {
    return (index) =>
      signed ? view.getInt32(4 * index, littleEndian) : view.getUint32(4 * index, littleEndian);
  }
  const [low, high] = littleEndian ? [0, 4] : [4, 0];
  return (index) => {
    const upper = signed
      ? view.getInt32(8 * index + high, littleEndian)
      : view.getUint32(8 * index + high, littleEndian);
    return upper * 2 ** 32 + view.getUint32(8 * index + low, littleEndian);
  };
}

/** A float of 16 bits: 1 for the sign, 5 for the exponent, 10 for the fraction. */
function halfFloat(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** From an index in C order to that in Fortran's. */
function fortranOrder(shape: readonly number[]): (index: number) => number {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape) {
    strides.push(stride);
    stride *= size;
  }
  return (index) => {
    let rest = index;
    let at = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis]!;
      at += (rest % size) * strides[axis]!;
      rest = Math.floor(rest / size);
    }
    return at;
  };
}
