import { gzipSync } from 'node:zlib';
import type { RandomStream } from '@atelier/random';
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
      const packed = random.below(2) === 0 ? plain : compressed(random, plain);
      const bytes = random.below(2) === 0 ? packed : mutateBytes(random, packed);
      const read = await refusedOrAnswered(
        () => readIdx(random.below(2) === 0 ? bytes : pieces(random, bytes), { maxBytes: limit }),
        [IdxError],
      );
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

/** One gzip stream, or several members, or one with extra bytes before, behind or in its header; or a bomb. */
function compressed(random: RandomStream, plain: Uint8Array): Uint8Array {
  const at = random.below(plain.length + 1);
  const whole = gzipSync(plain, { level: random.below(10) });
  switch (random.below(8)) {
    case 0:
      return Buffer.concat([gzipSync(plain.subarray(0, at)), gzipSync(plain.subarray(at))]);
    case 1:
      return Buffer.concat([...Array<Uint8Array>(1 + random.below(2000)).fill(gzipSync('')), whole]);
    case 2:
      return Buffer.concat([whole, whole.subarray(0, random.below(whole.length))]);
    case 3:
      return whole.subarray(0, random.below(whole.length));
    case 4: {
      // Flags 8: a name follows, up to a zero.
      const header = Buffer.from(whole.subarray(0, 10));
      header[3] = 8;
      return Buffer.concat([header, Buffer.alloc(random.below(1e6), 65), Buffer.of(0), whole.subarray(10)]);
    }
    case 5:
      return gzipSync(whole);
    default:
      return random.below(20) === 0 ? Buffer.concat([gzipSync(plain), bomb]) : whole;
  }
}

/** A small stream that inflates to 256 MB. */
const bomb = gzipSync(Buffer.alloc(2 ** 28));

async function* pieces(random: RandomStream, bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length;) {
    const length = random.below(Math.ceil(bytes.length / 4) + 1);
    yield bytes.subarray(at, at + length);
    at += length;
  }
}
