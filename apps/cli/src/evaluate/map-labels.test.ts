import { expect, test } from 'vitest';
import { mapLabels } from './map-labels.ts';

const samples = {
  images: new Uint8Array(3),
  labels: Uint8Array.of(0, 1, 1),
  count: 3,
  height: 1,
  width: 1,
  channels: 1,
};

test('the same classes stay as they are', () => {
  expect(mapLabels(samples, ['cat', 'dog'], ['cat', 'dog', 'cow'])).toEqual({ samples });
});

test('classes in another order are matched by name', () => {
  const { samples: mapped, note } = mapLabels(samples, ['cow', 'cat'], ['cat', 'dog', 'cow']);
  expect([...mapped.labels]).toEqual([2, 0, 0]);
  expect(note).toContain('matched by name');
});

test('labels without names are the run’s in their order, if there are as many', () => {
  expect(mapLabels(samples, ['0', '1'], ['cat', 'dog']).note).toContain('no class names');
  expect(() => mapLabels(samples, ['0', '1'], ['cat', 'dog', 'cow'])).toThrow(
    'does not know 2 of the 2 classes',
  );
});

test('classes that the run does not know are refused, by name', () => {
  expect(() => mapLabels(samples, ['cat', 'fox'], ['cat', 'dog'])).toThrow(
    'The run does not know 1 of the 2 classes: fox; it knows cat, dog',
  );
});
