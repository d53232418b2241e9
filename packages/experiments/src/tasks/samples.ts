import { type Dataset, fold, type LabelledImages, split, take } from '@atelier/datasets';
import { RandomStream } from '@atelier/random';
import { z } from 'zod';
import { canonicalJson } from '../canonical-json.ts';

/** Training and validation images of a trial. */
export interface DataPart {
  /** Only the first n training images are used; the others are ignored. For images sorted by class, see `shareData`. */
  readonly limit: number;
  /** The validation images: stratified, and the same for every seed, so that trials can be compared. */
  readonly validation:
    | { readonly kind: 'none' }
    | { readonly kind: 'holdout'; readonly fraction: number }
    /** The part `index` (from 0) of `folds`. */
    | { readonly kind: 'fold'; readonly index: number; readonly folds: number };
  /** Of the remaining images, the first n are used for training; `null` for all. */
  readonly size: number | null;
  /** `shuffled`: the labels of the training images are dealt out anew, so that nothing but learning by heart can fit them. */
  readonly labels?: 'shuffled' | undefined;
}

export const dataPartSchema: z.ZodType<DataPart> = z.strictObject({
  limit: z.number().int().min(1),
  validation: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('holdout'), fraction: z.number() }),
    z.strictObject({ kind: z.literal('fold'), index: z.number().int(), folds: z.number().int() }),
  ]),
  size: z.number().int().min(1).nullable(),
  labels: z.literal('shuffled').optional(),
});

/** Approximate number of training images. */
export function learntFrom({ limit, validation, size }: DataPart): number {
  switch (validation.kind) {
    case 'none':
      return size ?? limit;
    case 'holdout':
      return size ?? limit * (1 - validation.fraction);
    case 'fold':
      return size ?? limit * (1 - 1 / validation.folds);
  }
}

/** The seed of every split. */
const splitSeed = 0;

interface Parts {
  readonly train: LabelledImages;
  readonly validation: LabelledImages | undefined;
}

/** The last selection from each data set: most trials of an experiment use the same. */
const selected = new WeakMap<LabelledImages, { readonly key: string; readonly parts: Parts }>();

/** @throws RangeError when a part would be empty */
export function selectSamples({ train }: Pick<Dataset, 'train'>, part: DataPart): Parts {
  const key = canonicalJson(part);
  const last = selected.get(train);
  if (last?.key === key) return last.parts;
  const { limit, validation, size, labels } = part;
  const aside = setAside(take(train, limit), validation);
  const some = size === null ? aside.train : take(aside.train, size);
  const parts = { ...aside, train: labels === undefined ? some : withShuffledLabels(some) };
  selected.set(train, { key, parts });
  return parts;
}

function withShuffledLabels(data: LabelledImages): LabelledImages {
  const random = new RandomStream(splitSeed, 'shuffled labels');
  return { ...data, labels: random.shuffle(data.labels.slice()) };
}

function setAside(data: LabelledImages, validation: DataPart['validation']): Parts {
  switch (validation.kind) {
    case 'none':
      return { train: data, validation: undefined };
    case 'holdout':
      return split(data, validation.fraction, { seed: splitSeed });
    case 'fold': {
      const { index, folds } = validation;
      return fold(data, { index, folds }, { seed: splitSeed });
    }
  }
}
