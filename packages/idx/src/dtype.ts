/** The typed array that holds each element type. */
export interface IdxData {
  readonly u8: Uint8Array;
  readonly i8: Int8Array;
  readonly i16: Int16Array;
  readonly i32: Int32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

/** The six element types of the format. */
export type IdxDtype = keyof IdxData;

/**
 * An array from an IDX file, in the type it has on disk. Narrowing `dtype` narrows `data`.
 * `data` is row-major, its length the product of `shape`; it may be a view on a larger buffer.
 */
export type IdxArray<Dtype extends IdxDtype = IdxDtype> = {
  readonly [Type in Dtype]: {
    readonly dtype: Type;
    readonly shape: readonly number[];
    readonly data: IdxData[Type];
  };
}[Dtype];

interface DtypeFacts {
  /** The third byte of the file. */
  readonly code: number;
  readonly bytesPerElement: 1 | 2 | 4 | 8;
  /** The typed array's name. */
  readonly array: string;
}

/** http://yann.lecun.com/exdb/mnist/, "the IDX file format". */
export const dtypes: { readonly [Dtype in IdxDtype]: DtypeFacts } = {
  u8: { code: 0x08, bytesPerElement: 1, array: 'Uint8Array' },
  i8: { code: 0x09, bytesPerElement: 1, array: 'Int8Array' },
  i16: { code: 0x0b, bytesPerElement: 2, array: 'Int16Array' },
  i32: { code: 0x0c, bytesPerElement: 4, array: 'Int32Array' },
  f32: { code: 0x0d, bytesPerElement: 4, array: 'Float32Array' },
  f64: { code: 0x0e, bytesPerElement: 8, array: 'Float64Array' },
};

const names = ['u8', 'i8', 'i16', 'i32', 'f32', 'f64'] as const satisfies readonly IdxDtype[];

export function dtypeOfCode(code: number): IdxDtype | undefined {
  return names.find((dtype) => dtypes[dtype].code === code);
}
