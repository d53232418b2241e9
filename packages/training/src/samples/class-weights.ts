import { checkObject, found } from '@atelier/checks';
import type { Loss } from '../settings/losses/loss.ts';
import { classAt } from './class-at.ts';
import type { Samples } from './samples.ts';

/**
 * Factors of the losses of a class's samples: by class index, 1 for those left out; or `balanced`, which gives each class that occurs
 * the same sum, `count / (classes that occur * samples of the class)`, as in scikit-learn.
 */
export type ClassWeight = 'balanced' | Readonly<Record<number, number>>;

/**
 * @throws TypeError for what is neither `balanced` nor an object
 * @throws RangeError naming a class that does not exist, or a factor out of range
 */
export function checkClassWeight(classWeight: ClassWeight, classes: number): void {
  if (classWeight === 'balanced') return;
  checkObject('classWeight', classWeight, 'a number for each class index, or the text balanced');
  for (const [key, weight] of Object.entries<unknown>(classWeight)) {
    if (!/^\d+$/.test(key) || Number(key) >= classes) {
      throw new RangeError(`classWeight has classes from 0 to ${classes - 1}; found ${found(key)}`);
    }
    if (typeof weight !== 'number' || !(weight >= 0 && weight < Infinity)) {
      throw new RangeError(
        `classWeight has finite numbers of at least 0; found ${found(weight)} for class ${key}`,
      );
    }
  }
}

/** The factor of each sample's loss by its class, `[count]`. */
export function weightsByClass(
  samples: Samples,
  classWeight: ClassWeight,
  reads: Loss['reads'],
): Float32Array {
  const { count } = samples;
  const labels = Uint32Array.from({ length: count }, (_, index) => classAt(samples, index, reads));
  const factors = classWeight === 'balanced' ? balanced(labels) : classWeight;
  return Float32Array.from(labels, (label) => factors[label] ?? 1);
}

function balanced(labels: Uint32Array): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const present = Object.entries(counts);
  return Object.fromEntries(
    present.map(([label, count]) => [label, labels.length / (present.length * count)]),
  );
}
