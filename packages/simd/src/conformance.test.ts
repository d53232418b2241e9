import { useWasmBackend } from '@atelier/training';
import { conformanceCases } from '@atelier/training/conformance';
import { describe, test } from 'vitest';
import { simdEngine } from './index.ts';

await useWasmBackend();

describe.each([1, 2])('simd on %i threads', (threads) => {
  test.each(conformanceCases)('$name', (conformanceCase) => conformanceCase.run(simdEngine({ threads })));
});
