import { expect, test } from 'vitest';
import { classesOf, unitsFor } from './loss.ts';
import { defaultLoss, lossNamed, type LossName, lossNames, losses } from './losses.ts';

test('each loss is listed under its own name, and its short name is of it alone', () => {
  const all = Object.entries(losses);
  expect(all.map(([name]) => name)).toEqual(all.map(([, loss]) => loss.name));
  expect(new Set(all.map(([, { shortName }]) => shortName)).size).toBe(all.length);
});

test('an unknown name is refused, also one that every object has', () => {
  for (const name of ['meanSquaredError', 'toString']) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as from a caller without types
    expect(() => lossNamed(name as LossName)).toThrow(
      `Unknown loss "${name}"; there are ${lossNames.join(', ')}`,
    );
  }
});

test('softmax takes a unit per class, a sigmoid one for two classes', () => {
  const [softmax, sigmoid] = [
    lossNamed('sparseCategoricalCrossentropy'),
    lossNamed('binaryCrossentropy'),
  ] as const;
  expect([unitsFor(softmax, 10), classesOf(softmax, 10)]).toEqual([10, 10]);
  expect([unitsFor(sigmoid, 2), classesOf(sigmoid, 1)]).toEqual([1, 2]);
});

test('labels are compared by the sparse loss after a softmax, by the binary one after a sigmoid', () => {
  expect(defaultLoss('softmax')).toBe('sparseCategoricalCrossentropy');
  expect(defaultLoss('sigmoid')).toBe('binaryCrossentropy');
});
