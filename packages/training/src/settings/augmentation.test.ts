import { expect, test } from 'vitest';
import { checkAugmentation } from './augmentation.ts';

test.each([[{ shift: -1 }], [{ shift: 0.5 }], [{ erase: Number.NaN }], [{ shift: 2 ** 53 - 1 }]])(
  'refuses %j',
  (augmentation) => {
    expect(() => checkAugmentation(augmentation)).toThrow('is a number of pixels from 0 to 65535');
  },
);
