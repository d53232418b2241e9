import { checkObject, found } from '@atelier/checks';
import { takeContent, contentBuffer } from './decode.ts';
import type { IdxArray } from './dtype.ts';
import { dtypes } from './dtype.ts';
import { maxRank } from './header.ts';

/**
 * The bytes of an IDX file that holds `array`, big-endian, uncompressed.
 *
 * @throws TypeError for what is not an object with dtype, shape and data, or data that are not the dtype's typed array
 * @throws RangeError for an unknown dtype, a rank that is not 1 to `maxRank`, a dimension that is not an unsigned 32-bit
 *   integer, or a shape whose product is not the length of `data`
 */
export function encodeIdx(array: IdxArray): Uint8Array<ArrayBuffer> {
  checkObject('The array of encodeIdx', array, 'dtype, shape and data');
  const { dtype, shape, data } = array;
  if (!Object.hasOwn(dtypes, dtype)) {
    throw new RangeError(
      `An IDX array has a dtype of ${Object.keys(dtypes).join(', ')}; found ${found(dtype)}`,
    );
  }
  if (!Array.isArray(shape))
    throw new TypeError(`The shape of an IDX array is an array; found ${found(shape)}`);
  const { array: type } = dtypes[dtype];
  if (Object.prototype.toString.call(data) !== `[object ${type}]`) {
    throw new TypeError(`The data of an IDX array of ${dtype} are a ${type}; found ${found(data)}`);
  }
  if (shape.length === 0 || shape.length > maxRank) {
    throw new RangeError(`An IDX array has rank 1 to ${maxRank}; found ${shape.length}`);
  }
  const wrong = shape.find((size) => !Number.isInteger(size) || size < 0 || size >= 2 ** 32);
  if (wrong !== undefined) {
    throw new RangeError(
      `A dimension of an IDX array is an integer from 0 to 2^32 - 1; found ${found(wrong)}`,
    );
  }
  const elements = shape.reduce((product, size) => product * size, 1);
  if (elements !== data.length) {
    throw new RangeError(`The shape [${shape.join(', ')}] holds ${elements} elements; found ${data.length}`);
  }
  const header = { dtype, shape, headerBytes: 4 + 4 * shape.length, dataBytes: data.byteLength };
  const content = contentBuffer(header);
  content.set([0, 0, dtypes[dtype].code, shape.length]);
  const view = new DataView(content.buffer, content.byteOffset);
  for (const [axis, size] of shape.entries()) view.setUint32(4 + 4 * axis, size);
  content.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.headerBytes);
  // Reversing bytes is its own inverse: what turns big-endian elements into this machine's turns them back.
  takeContent(content, header);
  return content;
}
