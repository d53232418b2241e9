import { expect, test } from 'vitest';
import { halves } from '../../test/halves.ts';
import { crossEntropy } from './cross-entropy.ts';

test('only log-sum-exp is right however wrong the answer is', async () => {
  const { rows } = await crossEntropy.run({ kind: 'cross-entropy', gaps: [0, 5, 50, 100] }, 0, halves);
  const [even, small, large, huge] = rows;
  for (const loss of [even!.plain, even!.clipped, even!.logSumExp]) expect(loss).toBeCloseTo(Math.LN2, 6);
  for (const loss of [small!.plain, small!.clipped]) expect(loss).toBeCloseTo(small!.exact, 5);
  for (const row of rows) expect(Math.abs(row.logSumExp - row.exact)).toBeLessThan(1e-5);
  expect(large!.plain).toBeCloseTo(50, 4);
  expect(large!.clipped).toBeCloseTo(-Math.log(1e-7), 4);
  // e^100 is beyond float32.
  expect(huge!.plain).toBeNaN();
});
