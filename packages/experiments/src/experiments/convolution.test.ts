import { expect, test } from 'vitest';
import { gridOf, readingIn, type World } from '../../test/worlds.ts';
import { convolution } from './convolution.ts';

test('the grid is three networks', () => {
  expect(gridOf(convolution)).toHaveLength(3);
});

test('the reading compares at equal parameters, and on moved images', () => {
  const world: World = ({ layers = '' }, seed) => ({
    train: 0.9,
    validation: (layers.startsWith('conv') ? 0.9 : 0.85) + seed / 1000,
  });
  const reading = readingIn(convolution, world);
  expect(reading).toContain(
    'two convolutions reach 90.1 ± 0.2% on new images, +5.0 ± 0.0 points against a dense network',
  );
  expect(reading).not.toContain('other seeds could make');
  expect(reading).toContain('Moving the test images by two pixels costs two convolutions 4.0 ± 0.0 points,');
});

test('the reading says so when other seeds could make the difference', () => {
  const world: World = ({ layers = '' }, seed) => ({
    train: 0.9,
    validation: layers.startsWith('conv') ? 0.85 + seed / 100 : 0.855,
  });
  expect(readingIn(convolution, world)).toContain('a difference that other seeds could make');
});
