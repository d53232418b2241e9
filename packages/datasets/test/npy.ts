/** An NPY file, written as NumPy does. */
export function npyFile({
  descr,
  shape,
  data,
  fortran = false,
  version = 1,
}: {
  readonly descr: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
  readonly fortran?: boolean;
  readonly version?: 1 | 2 | 3;
}): Uint8Array<ArrayBuffer> {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`;
  const start = version === 1 ? 10 : 12;
  const padding = 63 - ((start + text.length) % 64);
  const header = new TextEncoder().encode(`${text}${' '.repeat(padding)}\n`);
  const file = new Uint8Array(start + header.length + data.length);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(file.buffer);
  if (version === 1) view.setUint16(8, header.length, true);
  else view.setUint32(8, header.length, true);
  file.set(header, start);
  file.set(data, start + header.length);
  return file;
}

/** Numbers as elements of a NumPy type. */
export function elements(descr: string, values: readonly number[]): Uint8Array<ArrayBuffer> {
  const size = Number(descr.slice(2)) || 1;
  const little = descr[0] !== '>';
  const view = new DataView(new ArrayBuffer(size * values.length));
  const set: Readonly<Record<string, (at: number, value: number) => void>> = {
    b1: (at, value) => view.setUint8(at, value),
    u1: (at, value) => view.setUint8(at, value),
    i1: (at, value) => view.setInt8(at, value),
    u2: (at, value) => view.setUint16(at, value, little),
    i2: (at, value) => view.setInt16(at, value, little),
    u4: (at, value) => view.setUint32(at, value, little),
    i4: (at, value) => view.setInt32(at, value, little),
    u8: (at, value) => view.setBigUint64(at, BigInt(value), little),
    i8: (at, value) => view.setBigInt64(at, BigInt(value), little),
    f4: (at, value) => view.setFloat32(at, value, little),
    f8: (at, value) => view.setFloat64(at, value, little),
  };
  for (const [index, value] of values.entries()) set[descr.slice(1)]!(index * size, value);
  return new Uint8Array(view.buffer);
}
