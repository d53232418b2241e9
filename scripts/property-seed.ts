import fc from 'fast-check';

/**
 * Property tests draw the same cases in every run, so that a failure belongs to the change that made it.
 * PROPERTY_SEED=random draws others, and a number repeats them.
 */
const { PROPERTY_SEED = '1' } = process.env;
if (PROPERTY_SEED !== 'random') {
  const seed = Number(PROPERTY_SEED);
  if (!Number.isSafeInteger(seed)) {
    throw new Error(`PROPERTY_SEED is "${PROPERTY_SEED}"; give a whole number, or random`);
  }
  fc.configureGlobal({ seed });
}
