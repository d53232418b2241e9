import { expect, test } from 'vitest';
import { fullData, gridOf, readingIn, resultsIn, trained, training, type World } from '../../test/worlds.ts';
import { principle } from './principle.ts';

test('the path begins with a single trial', () => {
  expect(gridOf(principle)).toHaveLength(1);
});

test.each<[reading: string, world: World]>([
  [
    '90.0% on the test images after 8 epochs with a falling rate; mlp-128 has 87.0% after the 5 of its preset: the principle leads 3.0 points beyond it',
    ({ hidden, dropout, data }) => ({
      train: 0.99,
      validation: Math.min(0.9, 0.8 + hidden[0]! / 5000 + dropout / 10),
      rise: hidden[0]! >= 128 ? 0.2 : 0,
      test: data.validation.kind === 'none' && dropout > 0 ? 0.9 : 0.87,
    }),
  ],
  [
    'the principle does not lead beyond it',
    ({ hidden }) => ({ train: 0.99, validation: 0.85, rise: hidden[0]! >= 32 ? 0.2 : 0 }),
  ],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(principle, world)).toContain(reading);
});

test('the principle grows until it overfits, keeps the best restraint, and grows while it gains', () => {
  const world: World = ({ hidden, dropout, augment }) => {
    const restrained = dropout === 0.2 && Object.keys(augment).length === 0;
    const large = hidden.reduce((sum, units) => sum + units, 0);
    return {
      train: 0.95,
      validation: 0.85 + (restrained ? 0.01 : 0) + Math.min(large, 256) / 1e4,
      rise: large >= 128 ? 0.1 : 0,
    };
  };
  const results = resultsIn(principle, ({ task }) => trained(training(task), world(training(task))));
  const decisions = principle.decisions!(fullData, results);
  expect(decisions.map((text) => text.split(/[.:] /).at(-1))).toEqual([
    'grow.',
    'grow.',
    'restrain it.',
    'grow again.',
    expect.stringContaining('256, dropout 0.2 gains 1.28 points and is kept.') as unknown,
    expect.stringContaining('stay with 256, dropout 0.2.') as unknown,
    expect.stringContaining('mlp-128 with the 5 epochs of its preset.') as unknown,
    expect.stringContaining('of mlp-128.') as unknown,
  ]);
});

test('the principle says of a restraint what it does, for better and for worse', () => {
  const restrainedTo = (train: number, validation: number): string => {
    const results = resultsIn(principle, ({ task }) => {
      const { hidden, dropout, augment } = training(task);
      const restrained = dropout > 0 || Object.keys(augment).length > 0;
      const scores = restrained ? { train, validation } : { train: 0.95, validation: 0.85 };
      return trained(training(task), { ...scores, rise: hidden[0]! >= 32 ? 0.2 : 0 });
    });
    return principle.decisions!(fullData, results)[2]!;
  };
  expect(restrainedTo(0.95, 0.86)).toMatch(/It is kept: grow again\.$/);
  expect(restrainedTo(0.9, 0.84)).toMatch(/It is no gain yet, but it makes room to grow: grow again\.$/);
  expect(restrainedTo(0.95, 0.84)).toMatch(/It is no gain, and the path goes on with it: grow again\.$/);
});
