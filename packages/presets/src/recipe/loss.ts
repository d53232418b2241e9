import { type LossName, lossNames } from '@atelier/training/settings';
import { z } from 'zod/mini';
import { type Kind, oneOf } from './kind.ts';

/** Losses by what they read: class indices, one-hot rows, or one of two classes. */
const shortNames: Readonly<Record<LossName, string>> = {
  sparseCategoricalCrossentropy: 'sparse',
  categoricalCrossentropy: 'one-hot',
  binaryCrossentropy: 'binary',
};

const names = lossNames.map((name) => shortNames[name]);

export const loss: Kind<LossName> = {
  schema: z.enum(lossNames),
  takes: names.join(', '),
  control: { kind: 'choice', names },
  read(text) {
    const short = oneOf('loss', names, text);
    return lossNames[names.indexOf(short)]!;
  },
  write: (name) => shortNames[name],
};
