import { activationNames } from '@atelier/presets';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fields } from './fields.ts';
import { formatQuery, parseQuery } from './query.ts';
import {
  defaultSettings,
  optimizerChoices,
  presetChoices,
  type RunRecipe,
  scheduleChoices,
} from './settings.ts';

const decimal = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true }).filter((value) => value === 0 || value >= 1e-20);
const integer = ({ min, max }: { min: number; max: number }): fc.Arbitrary<number> =>
  fc.integer({ min, max });

const recipes: fc.Arbitrary<RunRecipe> = fc.record({
  settings: fc.record({
    preset: fc.constantFrom(...presetChoices),
    hidden: fc.array(fc.integer({ min: 1, max: 1024 }), { maxLength: 5 }),
    activation: fc.constantFrom(...activationNames),
    dropout: decimal(0, 0.9),
    l1: decimal(0, 1),
    l2: decimal(0, 1),
    optimizer: fc.constantFrom(...optimizerChoices),
    learningRate: decimal(1e-7, 1000),
    schedule: fc.constantFrom(...scheduleChoices),
    batchSize: integer(fields.batchSize),
    epochs: integer(fields.epochs),
    seed: integer(fields.seed),
    shift: integer(fields.shift),
    flip: fc.boolean(),
    erase: integer(fields.erase),
    images: integer(fields.images),
  }),
  rateChanges: fc
    .uniqueArray(fc.record({ epoch: fc.integer({ min: 2, max: 500 }), learningRate: decimal(1e-7, 1000) }), {
      selector: ({ epoch }) => epoch,
      maxLength: 8,
    })
    .map((changes) => changes.toSorted((a, b) => a.epoch - b.epoch)),
});

describe('a link', () => {
  test('brings back the run that it was made from', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        expect(parseQuery(formatQuery(recipe))).toEqual({ recipe, refused: [] });
      }),
    );
  });

  test('says the preset alone when nothing differs from it', () => {
    expect(formatQuery({ settings: defaultSettings('softmax'), rateChanges: [] })).toBe('preset=softmax');
  });

  test('takes the optimizer’s own rate when it names another optimizer than the preset’s', () => {
    const { settings } = parseQuery('preset=mlp-32&optimizer=sgd').recipe;
    expect(settings.learningRate).toBe(0.01);
    expect(formatQuery({ settings, rateChanges: [] })).toBe('preset=mlp-32&optimizer=sgd');
  });

  test('is easy to read', () => {
    const settings = { ...defaultSettings('mlp-32'), hidden: [64, 32], epochs: 5 };
    const rateChanges = [{ epoch: 3, learningRate: 0.0003 }];
    expect(formatQuery({ settings, rateChanges })).toBe('preset=mlp-32&hidden=64,32&epochs=5&rates=3:0.0003');
  });
});

describe('a hostile link', () => {
  test('never throws, and gives settings in their ranges', () => {
    const names = Object.values(fields).map(({ parameter }) => parameter);
    const parameter = fc.tuple(
      fc.oneof(fc.constantFrom(...names, 'rates', '__proto__', 'constructor'), fc.string({ unit: 'binary' })),
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(
          'NaN',
          'Infinity',
          '-1',
          '1e999',
          '0x10',
          '',
          ' 1',
          '1,,2',
          'none,none',
          '2:0.1,2:0.1',
        ),
        fc.double().map(String),
      ),
    );
    fc.assert(
      fc.property(fc.array(parameter, { maxLength: 30 }), (pairs) => {
        const { recipe, refused } = parseQuery(new URLSearchParams(pairs).toString());
        // What was taken can be written and read again without a loss.
        expect(parseQuery(formatQuery(recipe))).toEqual({ recipe, refused: [] });
        for (const { text } of refused) expect(text.length).toBeLessThanOrEqual(41);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (query) => void parseQuery(query)));
  });

  test.each([
    ['epochs=0', 'epochs'],
    ['epochs=1e9', 'epochs'],
    ['epochs=2.5', 'epochs'],
    ['learning-rate=-0.1', 'learning-rate'],
    ['learning-rate=0', 'learning-rate'],
    ['hidden=99999', 'hidden'],
    ['hidden=1,2,3,4,5,6', 'hidden'],
    ['preset=toString', 'preset'],
    ['flip=true', 'flip'],
    ['seed=4294967296', 'seed'],
    ['rates=1:0.1', 'rates'],
    ['rates=3:0.1,2:0.1', 'rates'],
    ['rates=2:0.1:5', 'rates'],
    ['epoch=5', 'epoch'],
    ['<script>alert(1)</script>=1', '<script>alert(1)</script>'],
  ])('%s is left out and said', (query, parameter) => {
    const { recipe, refused } = parseQuery(query);
    expect(refused.map((each) => each.parameter)).toEqual([parameter]);
    expect(recipe).toEqual({ settings: defaultSettings(), rateChanges: [] });
  });

  test('a parameter said twice holds the first time', () => {
    const { recipe, refused } = parseQuery('epochs=3&epochs=9');
    expect(recipe.settings.epochs).toBe(3);
    expect(refused).toEqual([{ parameter: 'epochs', text: '9' }]);
  });

  test('long texts are cut short', () => {
    expect(parseQuery(`preset=${'x'.repeat(1000)}`).refused).toEqual([
      { parameter: 'preset', text: `${'x'.repeat(40)}…` },
    ]);
  });
});
