import * as z from 'zod/mini';
import { type Kind, readNumber, wrong } from './kind.ts';

/** One of `folds` stratified parts of the training set, from 0. */
export interface FoldChoice {
  /** Of the fold to validate on, from 0 to `folds - 1`. */
  readonly index: number;
  /** At least 2. */
  readonly folds: number;
}

/**
 * What a model is validated on after each epoch: a fraction or a fold of the training set, or other data. `held-out`: the validation
 * part that comes with the data, or a tenth of the training set.
 */
export type Validation = 'test' | 'held-out' | 'none' | number | FoldChoice;

const takes =
  'test, held-out, none, a fraction of the training set such as 0.1, or one of its folds such as 2/5';

/** A fold is counted from 1 in text: `2/5`. */
export const validation: Kind<Validation> = {
  schema: z.union([
    z.enum(['test', 'held-out', 'none']),
    z.number().check(z.gt(0), z.lt(1)),
    z
      .object({ index: z.int().check(z.minimum(0)), folds: z.int().check(z.minimum(2)) })
      .check(z.refine(({ index, folds }) => index < folds)),
  ]),
  takes,
  control: { kind: 'text' },
  read(text) {
    if (text === 'test' || text === 'held-out' || text === 'none') return text;
    const fold = /^(\d+)\/(\d+)$/.exec(text);
    const value = fold ? { index: Number(fold[1]) - 1, folds: Number(fold[2]) } : readNumber(text);
    const parsed = validation.schema.safeParse(value);
    if (!parsed.success) throw wrong(takes);
    return parsed.data;
  },
  write: (value) => (typeof value === 'object' ? `${value.index + 1}/${value.folds}` : String(value)),
};
