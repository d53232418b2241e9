import fc from 'fast-check';
import { beforeEach } from 'vitest';
import { RandomStream } from '../packages/random/src/index.ts';

/**
 * Tests draw the same numbers in every run, so that a failure belongs to the change that made it: the cases of
 * property tests, and `Math.random`, which TensorFlow.js draws initial weights from where a layer has no seed.
 * PROPERTY_SEED=random draws others, and a number repeats them.
 */
const { PROPERTY_SEED = '1' } = process.env;
if (PROPERTY_SEED !== 'random') {
  const seed = Number(PROPERTY_SEED);
  if (!Number.isSafeInteger(seed)) {
    throw new Error(`PROPERTY_SEED is "${PROPERTY_SEED}"; give a whole number, or random`);
  }
  fc.configureGlobal({ seed });
  const seedRandom = (): void => {
    const random = new RandomStream(Math.abs(seed), 'tests');
    Math.random = () => random.uniform();
  };
  // For what a file makes before its tests; then each test has the same numbers, alone and after others.
  seedRandom();
  beforeEach(seedRandom);
}
