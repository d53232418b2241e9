import { type Engine, useWasmBackend } from '@atelier/training';
import { conformanceCases } from '@atelier/training/conformance';
import { describe, test } from 'vitest';
import { simdEngine } from './index.ts';

await useWasmBackend();

describe.each([1, 2])('simd on %i threads', (threads) => {
  test.each(conformanceCases)('$name', (conformanceCase) => conformanceCase.run(simdEngine({ threads })));
});

/** As when a run is stopped with so many threads and resumed with others. */
function changingThreads(): Engine {
  let sessions = 0;
  return {
    name: 'simd',
    prepare: (model, config) => simdEngine({ threads: 1 + (sessions++ % 3) }).prepare(model, config),
  };
}

describe('simd on another number of threads in each session', () => {
  test.each(conformanceCases.filter(({ name }) => !name.startsWith('trains like')))('$name', (each) =>
    each.run(changingThreads()),
  );
});
