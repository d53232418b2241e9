import { expect, test } from 'vitest';
import { checkOptions } from './check-options.ts';

interface Options {
  epochs?: number;
  batchSize?: number;
}

const known = { epochs: true, batchSize: true } as const;
const keras = { batch_size: 'batchSize', classWeight: null };

/** As a caller without types. */
function check(options: unknown): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is checked is what a caller without types gives
  checkOptions<Options>('fit', options as Options, known, keras);
}

test('known options pass, also none', () => {
  expect(() => check({ epochs: 1, batchSize: undefined })).not.toThrow();
  expect(() => check({})).not.toThrow();
});

test.each([
  [{ batch_size: 3 }, 'fit has no option batch_size: here it is batchSize'],
  [{ classWeight: {} }, 'fit has no option classWeight and no equivalent'],
  [{ batchsize: 3 }, 'fit has no option batchsize: did you mean batchSize?'],
  [{ epoch: 3 }, 'fit has no option epoch: did you mean epochs?'],
  [{ momentum: 3 }, 'fit has no option momentum; there are epochs, batchSize'],
  [{ toString: 3 }, 'fit has no option toString; there are epochs, batchSize'],
  [undefined, 'fit takes its options as an object; found undefined'],
  [null, 'fit takes its options as an object; found null'],
  [0.2, 'fit takes its options as an object; found 0.2'],
  [['adam'], 'fit takes its options as an object; found Array(1)'],
])('%j is refused', (options, message) => {
  expect(() => check(options)).toThrow(new TypeError(message));
});
