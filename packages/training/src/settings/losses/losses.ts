import { checkName } from '@atelier/checks';
import { binaryCrossentropy } from './binary-crossentropy.ts';
import { categoricalCrossentropy } from './categorical-crossentropy.ts';
import type { Loss, OutputActivation } from './loss.ts';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';

/** The name of a loss. */
export type LossName = 'sparseCategoricalCrossentropy' | 'categoricalCrossentropy' | 'binaryCrossentropy';

/** All losses by name, in the order in which help texts list them. */
export const losses: { readonly [Name in LossName]: Loss<Name> } = {
  sparseCategoricalCrossentropy,
  categoricalCrossentropy,
  binaryCrossentropy,
};

const all: readonly Loss<LossName>[] = Object.values(losses);

/** All losses' names, in the order in which help texts list them. */
export const lossNames: readonly LossName[] = all.map(({ name }) => name);

/** @throws RangeError for an unknown name, which a caller without types can pass */
export function lossNamed(name: LossName): Loss<LossName> {
  return losses[checkName('loss', name, lossNames)];
}

/** The default loss for labels, with a model that ends in this activation. */
export function defaultLoss(output: OutputActivation): LossName {
  return all.find((loss) => loss.output === output && loss.reads === 'labels')!.name;
}
