import { expect, test } from 'vitest';
import {
  chance,
  fullData,
  gridOf,
  readingIn,
  resultsIn,
  trained,
  training,
  type World,
} from '../../test/worlds.ts';
import { principle } from './principle.ts';

test('the path begins with a single trial', () => {
  expect(gridOf(principle)).toHaveLength(1);
});

test.each<[reading: string, world: World]>([
  [
    '90.00 ± 0.00% on the test images after 8 epochs with a falling rate; mlp-128, trained alike, has 88.00 ± 0.00%. The principle leads by +2.00 ± 0.00 points.\nmlp-128 with the 5 epochs of its preset has 87.00 ± 0.00%: more epochs and a falling rate alone change it by +1.00 ± 0.00 points.',
    ({ hidden, dropout, data, schedule }) => ({
      train: 0.99,
      validation: Math.min(0.9, 0.8 + hidden[0]! / 5000 + dropout / 10),
      rise: hidden[0]! >= 128 ? 0.2 : 0,
      test:
        data.validation.kind !== 'none' ? 0 : dropout > 0 ? 0.9 : schedule.name === 'cosine' ? 0.88 : 0.87,
    }),
  ],
  [
    'The principle leads by 0.00 ± 0.00 points, no difference that another seed could not make',
    ({ hidden }) => ({ train: 0.99, validation: 0.85, rise: hidden[0]! >= 32 ? 0.2 : 0 }),
  ],
])('the reading says: %s', (reading, world) => {
  expect(readingIn(principle, world)).toContain(reading);
});

const lastWords = (world: World): string[] => {
  const results = resultsIn(principle, ({ task, seed }) =>
    trained(training(task), world(training(task), seed)),
  );
  return principle.decisions!(fullData, results).map((text) => text.split(/[.:] /).at(-1)!);
};

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
  expect(lastWords(world)).toEqual([
    'grow.',
    'grow.',
    'restrain it.',
    'grow again.',
    expect.stringContaining('256, dropout 0.2 gains 1.28 ± 0.00 points and is kept.') as unknown,
    expect.stringContaining('stay with 256, dropout 0.2.') as unknown,
    expect.stringContaining('with the 5 epochs of its preset.') as unknown,
    expect.stringContaining('of its preset.') as unknown,
  ]);
});

test('a gain that another seed could reverse is not kept', () => {
  const world: World = ({ hidden, dropout }, seed) => ({
    train: 0.95,
    validation: 0.85 + (hidden[0]! > 32 || dropout > 0 ? 0.004 + chance(seed, 0.005) : 0),
    rise: hidden[0]! >= 32 ? 0.2 : 0,
  });
  expect(lastWords(world).slice(2, 4)).toEqual(['the path goes on without a restraint.', 'stay with 32.']);
});

test('a restraint that loses accuracy is not kept, though its loss is lower', () => {
  const results = resultsIn(principle, ({ task }) => {
    const { hidden, dropout, augment } = training(task);
    const restrained = dropout > 0 || Object.keys(augment).length > 0;
    const scores = restrained ? { train: 0.9, validation: 0.84 } : { train: 0.95, validation: 0.85 };
    const outcome = trained(training(task), { ...scores, rise: hidden[0]! >= 32 ? 0.2 : 0 });
    return outcome.validation === undefined
      ? outcome
      : { ...outcome, validation: { ...outcome.validation, loss: restrained ? 0.3 : 0.4 } };
  });
  expect(principle.decisions!(fullData, results)[2]).toMatch(
    /It loses accuracy: the path goes on without a restraint\.$/,
  );
});
