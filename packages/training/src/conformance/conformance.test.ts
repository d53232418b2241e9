import { describe, test } from 'vitest';
import { tfjsEngine, useWasmBackend } from '../index.ts';
import { conformanceCases } from './index.ts';

await useWasmBackend();

describe('tfjs', () => {
  test.each(conformanceCases)('$name', (conformanceCase) => conformanceCase.run(tfjsEngine()));
});
