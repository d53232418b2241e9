import { gzipSync } from 'node:zlib';
import { encodeIdx, IdxError, readIdx } from '@atelier/idx';
import { mutateBytes, pick } from '../mutate.ts';
import { Finding, refusedOrAnswered, type Target } from '../target.ts';

const limit = 2 ** 24;

/** IDX files, plain and as gzip, whole and damaged before or after they were compressed. */
export const idx: Target = {
  async prepare() {
    const examples = [
      encodeIdx({ dtype: 'u8', shape: [7, 5, 4], data: new Uint8Array(140).fill(3) }),
      encodeIdx({ dtype: 'u8', shape: [9], data: new Uint8Array(9) }),
      encodeIdx({ dtype: 'i16', shape: [2, 3], data: new Int16Array(6) }),
      encodeIdx({ dtype: 'f64', shape: [4], data: new Float64Array(4) }),
      encodeIdx({ dtype: 'u8', shape: [1, 0], data: new Uint8Array(0) }),
    ];
    return async (random) => {
      const example = pick(random, examples);
      const plain = random.below(3) === 0 ? example : mutateBytes(random, example);
      const packed = random.below(2) === 0 ? plain : new Uint8Array(gzipSync(plain));
      const bytes = random.below(2) === 0 ? packed : mutateBytes(random, packed);
      const read = await refusedOrAnswered(() => readIdx(bytes, { maxBytes: limit }), [IdxError]);
      if (read === undefined) return;
      const elements = read.shape.reduce((product, length) => product * length, 1);
      if (read.data.length !== elements) {
        throw new Finding(`Shape [${read.shape.join(', ')}] with ${read.data.length} elements`);
      }
      if (read.data.byteLength > limit)
        throw new Finding(`${read.data.byteLength} bytes, over the limit of ${limit}`);
    };
  },
};
