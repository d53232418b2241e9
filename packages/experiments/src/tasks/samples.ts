import { type Dataset, fold, type LabelledImages, split, take } from '@atelier/datasets';

/** Which images a trial learns from and which it is validated on. */
export interface DataPart {
  /** The first so many training images take part; the others don't exist. */
  readonly limit: number;
  /** What is set aside for validation: stratified, and the same for every seed, so that trials can be compared. */
  readonly validation:
    | { readonly kind: 'none' }
    | { readonly kind: 'holdout'; readonly fraction: number }
    /** The part `index` (from 0) of `folds`. */
    | { readonly kind: 'fold'; readonly index: number; readonly folds: number };
  /** Of the images that are left, the first so many are learnt from; `null` is all. */
  readonly size: number | null;
}

/** The seed of every split. */
const splitSeed = 0;

/** @throws RangeError when a part would be empty */
export function selectSamples(
  { train }: Pick<Dataset, 'train'>,
  { limit, validation, size }: DataPart,
): { readonly train: LabelledImages; readonly validation: LabelledImages | undefined } {
  const limited = take(train, limit);
  const parts = setAside(limited, validation);
  return { train: size === null ? parts.train : take(parts.train, size), validation: parts.validation };
}

function setAside(
  data: LabelledImages,
  validation: DataPart['validation'],
): { readonly train: LabelledImages; readonly validation: LabelledImages | undefined } {
  switch (validation.kind) {
    case 'none':
      return { train: data, validation: undefined };
    case 'holdout':
      return split(data, validation.fraction, { seed: splitSeed });
    case 'fold':
      return fold(data, validation, { seed: splitSeed });
  }
}
