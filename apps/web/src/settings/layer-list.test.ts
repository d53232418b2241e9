import { expect, test } from 'vitest';
import { layersIn, whyNot } from './layer-list.ts';

test.each<[string, readonly string[]]>([
  ['output', []],
  ['dense 32, output', ['dense 32']],
  ['conv 16 3x3 same, pool 2, dense 48', ['conv 16 3x3 same', 'pool 2', 'dense 48']],
  [
    'residual(conv 8 3x3 same, norm), 2 x (dense 8, relu), output',
    ['residual(conv 8 3x3 same, norm)', '2 x (dense 8, relu)'],
  ],
])('%s is a list of its layers; what stands in parentheses stays together', (text, layers) => {
  expect(layersIn(text)).toEqual(layers);
});

test('a text that is no architecture is refused with its word', () => {
  expect(whyNot('dense 32, output')).toBeUndefined();
  expect(whyNot('dnse 32, output')).toContain('dnse');
});
