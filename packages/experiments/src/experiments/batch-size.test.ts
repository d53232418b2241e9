import { expect, test } from 'vitest';
import { anyOutcome, chance, presentIn, trained, type World } from '../../test/worlds.ts';
import { batchSize } from './batch-size.ts';

test.each<[reading: string, world: World]>([
  [
    'by -6.0 ± 0.0 points. The training accuracy changes by -6.0 ± 0.0 points, the validation loss by +0.060 ± 0.000: fewer steps learn less.',
    ({ batchSize: size }) => ({
      train: 0.9 - Math.log2(size) / 100,
      validation: 0.9 - Math.log2(size) / 100,
    }),
  ],
  [
    'by -6.0 ± 0.0 points. The training accuracy changes by 0.0 ± 5.0 points, no difference that another seed could not make, the validation loss by +0.060 ± 0.000.',
    ({ batchSize: size }, seed) => ({
      train: 0.9 + (size === 8 ? chance(seed, 0.02) : 0),
      validation: 0.9 - Math.log2(size) / 100,
    }),
  ],
])('the reading says: %s', (reading, world) => {
  const { reading: found } = presentIn(batchSize, (trial) =>
    trial.task.kind === 'train' ? trained(trial.task, world(trial.task, trial.seed)) : anyOutcome(trial),
  );
  expect(found.join('\n')).toContain(reading);
});
