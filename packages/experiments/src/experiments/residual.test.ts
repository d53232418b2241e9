import { expect, test } from 'vitest';
import { gridOf, readingIn, type World } from '../../test/worlds.ts';
import { residual } from './residual.ts';

test('the grid is four depths, with and without connections', () => {
  const layers = gridOf(residual)
    .filter(({ seed }) => seed === 0)
    .map(({ task }) => (task.kind === 'train' ? (task.layers ?? '') : ''));
  expect(layers.map((text) => text.split('conv').length - 1)).toEqual([3, 9, 17, 33, 3, 9, 17, 33]);
  expect(layers.map((text) => text.split('residual').length - 1)).toEqual([0, 0, 0, 0, 1, 4, 8, 16]);
});

test('the reading says where depth does harm, and what connections change', () => {
  const world: World = ({ layers = '' }) => {
    const deep = layers.split('conv').length > 30 && !layers.includes('residual');
    return { train: deep ? 0.1 : 0.8, validation: deep ? 0.1 : 0.78 };
  };
  const reading = readingIn(residual, world);
  expect(reading).toContain(
    'the deepest network fits even those 70.0 ± 0.0 points worse than the shallowest',
  );
  expect(reading).toContain('a difference of 70.0 ± 0.0 points on the training images.');
});

test('the reading counts the seeds with which nothing is learnt', () => {
  const reading = readingIn(residual, ({ layers = '' }, seed) => {
    const stuck = layers.split('conv').length === 18 && !layers.includes('residual') && seed === 1;
    return { train: stuck ? 0.1 : 0.7, validation: 0.7 };
  });
  expect(reading).toContain('with 17 (nothing is learnt with 1 of 3 seeds) and 70.0 ± 0.0% with 33 conv');
});

test('the reading says so where depth does no harm', () => {
  const reading = readingIn(residual, () => ({ train: 0.8, validation: 0.78 }));
  expect(reading).toContain('beyond chance, the deepest is no worse than the shallowest');
  expect(reading).toContain('which other seeds could make');
});
