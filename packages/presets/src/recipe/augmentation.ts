import { type Augmentation, checkAugmentation } from '@atelier/training/settings';
import * as z from 'zod/mini';
import { type Kind, readNumber, wrong } from './kind.ts';
import { readParts } from './parts.ts';

const pixels = z.optional(z.int().check(z.minimum(0)));
const takes = 'shift=PIXELS, flip and erase=PIXELS, joined by commas (or none)';

/** Random changes of training images: `shift=2,flip,erase=8`; `none` for none. */
export const augmentation: Kind<Augmentation> = {
  schema: z.strictObject({ shift: pixels, flip: z.optional(z.boolean()), erase: pixels }),
  takes,
  control: { kind: 'text' },
  read(text) {
    if (text === 'none') return {};
    const entries = readParts(text.split(',')).map(([name, value]): [string, number | boolean] => {
      if (name === 'flip' && value === undefined) return [name, true];
      const size = readNumber(value ?? '');
      if ((name !== 'shift' && name !== 'erase') || !Number.isSafeInteger(size) || size < 1)
        throw wrong(takes);
      return [name, size];
    });
    return checkAugmentation(Object.fromEntries(entries));
  },
  write: ({ shift = 0, flip = false, erase = 0 }) =>
    [shift > 0 && `shift=${shift}`, flip && 'flip', erase > 0 && `erase=${erase}`]
      .filter(Boolean)
      .join(',') || 'none',
};
