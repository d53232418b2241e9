import { DatasetError } from '../error.ts';

/** Pictures as images of one shape. */
export interface DecodedPictures {
  /** `[count, height, width, channels]` of those that could be read, in their order. */
  readonly images: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** The positions of the pictures that could not be read, ascending. */
  readonly broken: readonly number[];
  readonly notes: readonly string[];
}

/** Pictures as a file of the cache: the length of a JSON header in 4 bytes, the header, the pixels. */
export function packPictures({ images, ...header }: DecodedPictures): Uint8Array[] {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length, true);
  return [length, text, images];
}

/** What {@link packPictures} packed; the cache vouches for its content. */
export function unpackPictures(bytes: Uint8Array<ArrayBuffer>): DecodedPictures {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  if (!isHeader(header)) throw new DatasetError('damaged-file', 'The cache holds pictures without a header');
  return { ...header, images: bytes.subarray(4 + length) };
}

function isHeader(value: unknown): value is Omit<DecodedPictures, 'images'> {
  return typeof value === 'object' && value !== null && 'broken' in value && 'notes' in value;
}
