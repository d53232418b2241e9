import { activationNames, presets } from '@atelier/presets/recipe';
import { optimizerNames, scheduleNames } from '@atelier/training/settings';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldNamed, fields } from './fields.ts';
import { currentRecipe } from './former-settings.ts';
import { formatQuery, parseQuery } from './query.ts';
import { defaultSettings, type RunRecipe, type Settings } from './settings.ts';

const decimal = (min: number, max: number): fc.Arbitrary<string> =>
  fc
    .double({ min, max, noNaN: true })
    .filter((value) => value === 0 || value >= 1e-20)
    .map(String);
const integer = (name: string): fc.Arbitrary<string> => fc.integer(fieldNamed(name).range).map(String);

/** Texts for fields; those of the optimizer come last, and only where it has them. */
const texts = fc.record({
  hidden: fc
    .array(fc.integer({ min: 1, max: 1024 }), { maxLength: 5 })
    .map((units) => units.join() || 'none'),
  activation: fc.constantFrom(...activationNames),
  dropout: decimal(0, 0.9),
  l1: decimal(0, 1),
  l2: decimal(0, 1),
  loss: fc.constantFrom('sparse', 'one-hot'),
  optimizer: fc.constantFrom(...optimizerNames),
  learningRate: decimal(1e-7, 1000),
  momentum: decimal(0, 0.99),
  nesterov: fc.constantFrom('yes', 'no'),
  beta1: decimal(0, 0.99),
  clipNorm: fc.oneof(fc.constant('none'), decimal(0.1, 9)),
  schedule: fc.constantFrom(...scheduleNames, 'cosine,warmup=2'),
  validation: fc.constantFrom('test', 'held-out', 'none', '0.2', '2/5'),
  patience: fc.constantFrom('none', '3'),
  batchSize: integer('batchSize'),
  epochs: integer('epochs'),
  seed: integer('seed'),
  shift: integer('shift'),
  flip: fc.constantFrom('yes', 'no'),
  erase: integer('erase'),
  images: integer('images'),
});

const anySettings: fc.Arbitrary<Settings> = fc
  .tuple(fc.constantFrom(...Object.values(presets)), texts)
  .map(([{ name }, chosen]) => {
    let made = defaultSettings(name);
    for (const [field, text] of Object.entries(chosen)) {
      const { change, textOf } = fieldNamed(field);
      const changed = change(made, text);
      if (!changed && textOf(made) !== undefined) throw new Error(`${field} does not take ${text}`);
      made = changed ?? made;
    }
    return made;
  });

const recipes: fc.Arbitrary<RunRecipe> = fc.record({
  settings: anySettings,
  rateChanges: fc
    .uniqueArray(
      fc.record({ epoch: fc.integer({ min: 2, max: 500 }), learningRate: decimal(1e-7, 1000).map(Number) }),
      { selector: ({ epoch }) => epoch, maxLength: 8 },
    )
    .map((changes) => changes.toSorted((a, b) => a.epoch - b.epoch)),
});

describe('a link', () => {
  test('brings back the run that it was made from', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const query = formatQuery(recipe);
        const { recipe: read, refused } = parseQuery(query);
        expect(refused).toEqual([]);
        expect(formatQuery(read)).toBe(query);
        // No shift is as good as a shift by 0.
        const { augment: _, ...rest } = read.settings;
        expect(recipe).toMatchObject({ settings: rest, rateChanges: read.rateChanges });
      }),
    );
  });

  test('says the preset alone when nothing differs from it', () => {
    expect(formatQuery({ settings: defaultSettings('softmax'), rateChanges: [] })).toBe('preset=softmax');
  });

  test('takes the optimizer’s own rate when it names another optimizer than the preset’s', () => {
    const { settings } = parseQuery('preset=mlp-32&optimizer=sgd').recipe;
    expect(settings.optimizer).toEqual({ name: 'sgd', learningRate: 0.01 });
    expect(formatQuery({ settings, rateChanges: [] })).toBe('preset=mlp-32&optimizer=sgd');
  });

  test('says an architecture in its words', () => {
    const layers = 'conv 16 3x3, pool 2, residual(conv 16 3x3 same), dense 64';
    const settings = { ...defaultSettings('mlp-32'), layers };
    const query = formatQuery({ settings, rateChanges: [] });
    expect(query).toBe('preset=mlp-32&layers=conv+16+3x3,+pool+2,+residual(conv+16+3x3+same),+dense+64');
    expect(parseQuery(query)).toEqual({ recipe: { settings, rateChanges: [] }, refused: [] });
  });

  test('that says an architecture and its short form has the architecture', () => {
    const { recipe, refused } = parseQuery('layers=conv+8+3x3&hidden=8');
    expect(recipe.settings.layers).toBe('conv 8 3x3');
    expect(refused).toEqual([{ parameter: 'hidden', text: '8' }]);
  });

  test('is easy to read', () => {
    const settings = { ...defaultSettings('mlp-32'), layers: 'dense 64, dense 32, output', epochs: 5 };
    const rateChanges = [{ epoch: 3, learningRate: 0.0003 }];
    expect(formatQuery({ settings, rateChanges })).toBe('preset=mlp-32&hidden=64,32&epochs=5&rates=3:0.0003');
  });
});

describe('what earlier versions wrote', () => {
  test.each<[string, object]>([
    [
      'preset=mlp-32&hidden=64,32&activation=tanh&dropout=0.2&l1=0.001&l2=1e-7&optimizer=rmsprop&learning-rate=0.01&schedule=cosine&batch-size=64&epochs=5&seed=7&shift=2&flip=yes&erase=8&images=6000&rates=3:0.0003',
      {
        layers: 'dense 64, dense 32, output',
        activation: 'tanh',
        dropout: 0.2,
        l1: 0.001,
        l2: 1e-7,
        loss: 'sparseCategoricalCrossentropy',
        optimizer: { name: 'rmsprop', learningRate: 0.01, rho: 0.9, momentum: 0, epsilon: 1e-7 },
        clipNorm: null,
        schedule: { name: 'cosine', warmup: 0 },
        batchSize: 64,
        epochs: 5,
        seed: 7,
        augment: { shift: 2, flip: true, erase: 8 },
        limit: 6000,
        validation: 'test',
        patience: null,
      },
    ],
    [
      'preset=mlp-128&epochs=2',
      { layers: 'dense 128, output', loss: 'categoricalCrossentropy', epochs: 2, limit: null },
    ],
    [
      'preset=softmax&hidden=none&flip=no&schedule=step',
      { layers: 'output', schedule: { name: 'step', every: 10, factor: 0.5 } },
    ],
  ])('the link %s opens the same run', (query, settings) => {
    const { recipe, refused } = parseQuery(query);
    expect(refused).toEqual([]);
    expect(recipe.settings).toMatchObject(settings);
  });

  test('a kept run has its settings still', () => {
    const former = {
      settings: {
        preset: 'mlp-32',
        hidden: [],
        optimizer: 'sgd',
        learningRate: 0.5,
        flip: true,
        images: 6000,
      },
      rateChanges: [{ epoch: 3, learningRate: 0.1 }],
    };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as it lies in the browser's database
    const recipe = currentRecipe(former as unknown as RunRecipe);
    expect(recipe.settings).toMatchObject({
      layers: 'output',
      optimizer: { name: 'sgd', learningRate: 0.5 },
      augment: { flip: true },
      limit: 6000,
      epochs: 30,
    });
    expect(recipe.rateChanges).toEqual(former.rateChanges);
    expect(currentRecipe(recipe)).toBe(recipe);
  });
});

describe('a hostile link', () => {
  test('never throws, and gives settings in their ranges', () => {
    const names = ['preset', ...fields.map((field) => field.parameter)];
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
        const again = parseQuery(formatQuery(recipe));
        expect(again.refused).toEqual([]);
        expect(formatQuery(again.recipe)).toBe(formatQuery(recipe));
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
    ['layers=dense+99999', 'layers'],
    ['layers=residual(conv+999+3x3)', 'layers'],
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
