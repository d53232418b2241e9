import { type Experiment, experiments } from '@atelier/experiments';
import * as types from '../option-types.ts';

/** @throws InvalidArgumentError naming the one that was likely meant */
export function experimentNamed(name: string): Experiment {
  const known = types.oneOf(
    'experiment',
    experiments.map((each) => each.name),
    name,
  );
  return experiments.find((each) => each.name === known)!;
}
