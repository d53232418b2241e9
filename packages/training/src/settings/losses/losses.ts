import { binaryCrossentropy } from './binary-crossentropy.ts';
import { categoricalCrossentropy } from './categorical-crossentropy.ts';
import type { Loss, OutputActivation } from './loss.ts';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';

export type LossName = 'sparseCategoricalCrossentropy' | 'categoricalCrossentropy' | 'binaryCrossentropy';

/** All losses by name, in the order in which help texts list them. */
export const losses: { readonly [Name in LossName]: Loss<Name> } = {
  sparseCategoricalCrossentropy,
  categoricalCrossentropy,
  binaryCrossentropy,
};

const all: readonly Loss<LossName>[] = Object.values(losses);

export const lossNames: readonly LossName[] = all.map(({ name }) => name);

/** @throws RangeError for a name that no loss has: a caller without types can pass any */
export function lossNamed(name: LossName): Loss<LossName> {
  if (Object.hasOwn(losses, name)) return losses[name];
  throw new RangeError(`Unknown loss "${String(name)}"; there are ${lossNames.join(', ')}`);
}

/** The loss that labels are compared by, unless another is asked for, with a model that ends so. */
export function defaultLoss(output: OutputActivation): LossName {
  return all.find((loss) => loss.output === output && loss.reads === 'labels')!.name;
}
