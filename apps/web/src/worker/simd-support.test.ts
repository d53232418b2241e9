import { expect, test, vi } from 'vitest';
import { hasSimd } from './simd-support.ts';

test('a runtime with SIMD is told from one without', () => {
  expect(hasSimd()).toBe(true);
  const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  expect(hasSimd()).toBe(false);
  validate.mockRestore();
});
