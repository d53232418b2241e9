import { expect, test } from 'vitest';
import { anyOutcome, presentIn } from '../../test/worlds.ts';
import { lrFinder } from './lr-finder.ts';

test('suggests a tenth of the rate with the lowest loss', () => {
  const { table, reading } = presentIn(lrFinder, anyOutcome);
  const [, suggested, , lowest] = table.rows[0]!.map(Number);
  expect(suggested! * 10).toBeCloseTo(lowest!, 2);
  // The dip is at step 130; the running mean lags behind it.
  expect(Math.log10(lowest!)).toBeGreaterThan(130 / 28 - 6);
  expect(Math.log10(lowest!)).toBeLessThan(160 / 28 - 6);
  expect(reading[0]).toContain('rises above where it began at');
  expect(reading[0]).toContain(
    `; a tenth of the former, ${suggested}, is the suggested rate (${suggested} from each seed alone).`,
  );
});

test('takes no rate from a pass in which the loss never rises again', () => {
  const falling = (count: number): string[] => [
    ...presentIn(lrFinder, () => ({
      kind: 'rate-sweep',
      steps: Array.from({ length: count }, (_, i) => [10 ** (i / 2 - 6), 2.4 - i / 100] as const),
    })).reading,
  ];
  for (const count of [1, 6, 15]) {
    expect(falling(count)[0]).toMatch(
      /never rises above where it began: the pass is too short to tell a rate\.$/,
    );
  }
});
