import { expect, test } from 'vitest';
import { addMoments, type Described, gaussiansOf, momentsOf, nearest } from './gaussians.ts';

const picture = (group: number, row: number[], soft: number[]): Described => ({
  group,
  row: Float64Array.from(row),
  soft: Float64Array.from(soft),
});

test('a distribution has the mean and the covariance of its rows, and one group’s is that of all', () => {
  const pictures = [picture(1, [0, 0], [0.2, 0.2]), picture(1, [0.4, 0], [0.6, 0.2])];
  const [only, ...others] = gaussiansOf(momentsOf(pictures, 3));
  expect(others).toEqual([]);
  // Means 0.3 and 0.1; sums of products of deviations 0.2, 0.04 and 0.04, of four rows, and 0.0001 is added to variances.
  const first = Math.sqrt(0.2 / 4 + 1e-4);
  const beside = 0.04 / 4 / first;
  const second = Math.sqrt(0.04 / 4 + 1e-4 - beside * beside);
  expect(Array.from(only!.mean)).toEqual([expect.closeTo(0.3, 12), expect.closeTo(0.1, 12)]);
  expect(Array.from(only!.factor)).toEqual([first, beside, second].map((each) => expect.closeTo(each, 12)));
});

test('a group’s covariance is drawn towards that of all groups, by as much as 60 rows weigh', () => {
  // Group 0: -0.1 and 0.1, twice; group 1: -0.3 and 0.3. Sums of squares 0.04 and 0.18, of 4 and 2 rows.
  const pictures = [picture(0, [-0.1], [0.1]), picture(0, [-0.1], [0.1]), picture(1, [-0.3], [0.3])];
  const pooled = 0.22 / 6;
  expect(gaussiansOf(momentsOf(pictures, 2)).map(({ factor }) => factor[0]! ** 2 - 1e-4)).toEqual([
    expect.closeTo((0.04 + 60 * pooled) / 64, 12),
    expect.closeTo((0.18 + 60 * pooled) / 62, 12),
  ]);
});

test('the moments of two halves, added, are those of the whole', () => {
  const pictures = Array.from({ length: 9 }, (_, at) =>
    picture(at % 2, [at / 10, 1 / (at + 1)], [(9 - at) / 10, 0.5]),
  );
  const [first, second] = [momentsOf(pictures.slice(0, 4), 2), momentsOf(pictures.slice(4), 2)];
  const added = first.map((some, group) => addMoments(some, second[group]!));
  for (const [group, { count, sum, products }] of momentsOf(pictures, 2).entries()) {
    expect(added[group]!.count).toBe(count);
    expect(Array.from(added[group]!.sum)).toEqual(Array.from(sum, (each) => expect.closeTo(each, 12)));
    expect(Array.from(added[group]!.products)).toEqual(
      Array.from(products, (each) => expect.closeTo(each, 12)),
    );
  }
});

test('the nearest of several distributions is found whichever is tried first; a distance that is enough may stand for it', () => {
  const gaussians = [0, 1, 3].map((mean) => ({ mean: Float64Array.of(mean), factor: Float64Array.of(0.5) }));
  const row = Float64Array.of(1.25);
  // A quarter is half a standard deviation.
  expect([0, 1, 2, 9].map((guess) => nearest(gaussians, row, guess))).toEqual([0.25, 0.25, 0.25, 0.25]);
  // From 0 it is two and a half.
  expect([6, 6.25].map((enough) => nearest(gaussians, row, 0, enough))).toEqual([0.25, 6.25]);
});
