import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeRecipe } from './change-recipe.ts';
import { defaultRecipe, type Recipe, recipeSchema } from './recipe.ts';
import { type Setting, settings } from './settings.ts';

const optimizers = ['sgd', 'momentum', 'rmsprop', 'adam', 'adamw'] as const;

function settingOf(flag: string): Setting {
  const found = settings.find((setting) => setting.flag === flag);
  if (!found) throw new Error(`There is no setting ${flag}`);
  return found;
}

/** A recipe that can have the setting: of the first optimizer that has it. */
function recipeWith({ name, read, textOf }: Setting, text: string): Recipe {
  const changes = read(text);
  for (const optimizer of optimizers) {
    const base = changeRecipe(defaultRecipe, { optimizer });
    if (textOf(base) !== undefined) return changeRecipe(base, changes);
  }
  throw new Error(`No recipe has ${name}`);
}

const texts = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.double({ min: 0, max: 1 }).map(String),
  fc.nat().map(String),
  fc.array(fc.integer({ min: 1, max: 65_536 }), { minLength: 1, maxLength: 100 }).map(String),
  fc.tuple(fc.nat(20), fc.nat(20)).map(([index, folds]) => `${index}/${folds}`),
  fc
    .record({ shift: fc.nat(70_000), flip: fc.boolean(), erase: fc.nat(70_000) })
    .map(({ shift, flip, erase }) => `erase=${erase},${flip ? 'flip,' : ''}shift=${shift}`),
  fc.tuple(fc.double(), fc.double()).map(([every, factor]) => `step,every=${every},factor=${factor}`),
  fc.double().map((warmup) => `cosine,warmup=${warmup}`),
  fc.double({ min: 0, max: 1 }).map((decay) => `ema,decay=${decay}`),
  fc
    .array(fc.tuple(fc.string({ minLength: 1 }), fc.nat(9)), { minLength: 1 })
    .map((pairs) => pairs.map(([name, weight]) => `${name}=${weight}`).join()),
  fc.nat(70_000).map((units) => `dense  ${units},conv 3 3`),
  fc.string(),
  fc.tuple(fc.nat(5000), fc.nat(5000)).map(([height, width]) => `${height}x${width}`),
  fc.array(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 5 }).map(String),
  fc.constantFrom('none', 'all', 'test', 'yes', 'no', '.5', ' 7', '+1e-3', './a folder'),
  fc.constantFrom(...settings.flatMap(({ control }) => (control.kind === 'choice' ? control.names : []))),
);

describe.each(settings.map((setting) => [setting.flag, setting] as const))('the setting %s', (_, setting) => {
  test('reads what it writes', () => {
    let accepted = 0;
    fc.assert(
      fc.property(texts, (text) => {
        let recipe: Recipe;
        try {
          recipe = recipeWith(setting, text);
        } catch (error) {
          if (error instanceof RangeError) return;
          throw error;
        }
        accepted++;
        const written = setting.textOf(recipe);
        expect(recipeWith(setting, written ?? '')).toEqual(recipe);
        expect(setting.textOf(recipeWith(setting, written ?? ''))).toBe(written);
      }),
      { numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(0);
  });

  test('writes its default', () => {
    const base = recipeWith(setting, setting.textOf(recipeOfDefault(setting)) ?? '');
    expect(base).toEqual(recipeOfDefault(setting));
  });

  test('has a line of help and refuses an empty text', () => {
    expect(setting.help).toMatch(/^\S.*\S$/);
    expect(() => setting.read('')).toThrow(RangeError);
  });
});

/** The default recipe of the first optimizer that has the setting. */
function recipeOfDefault(setting: Setting): Recipe {
  const all = optimizers.map((optimizer) => changeRecipe(defaultRecipe, { optimizer }));
  return all.find((recipe) => setting.textOf(recipe) !== undefined) ?? defaultRecipe;
}

test('flags and names are distinct', () => {
  for (const key of ['flag', 'name'] as const) {
    expect(new Set(settings.map((setting) => setting[key])).size).toBe(settings.length);
  }
});

test.each([
  ['epochs', '5', 5],
  ['epochs', '1e3', 1000],
  ['epochs', ' 5', 5],
  ['epochs', '+5', 5],
  ['hidden', 'none', []],
  ['hidden', '65536, 1', [65_536, 1]],
  ['layers', ' conv 16 3 ,pool 2x2, 2 x (dense 7 tanh)', 'conv 16 3x3, pool 2, dense 7 tanh, dense 7 tanh'],
  ['loss', 'one-hot', 'categoricalCrossentropy'],
  ['validation', '2/5', { index: 1, folds: 5 }],
  ['validation', '.25', 0.25],
  ['limit', 'all', null],
  ['sample', 'first', 'first'],
  ['size', '28', [28, 28]],
  ['size', ' 32x24 ', [32, 24]],
  ['size', 'auto', null],
  ['channels', '3', 3],
  ['class-names', 'cat, a dog ,über', ['cat', 'a dog', 'über']],
  ['augment', 'shift=2,flip,erase=8', { shift: 2, flip: true, erase: 8 }],
  ['schedule', 'step,every=10,factor=0.5', { name: 'step', every: 10, factor: 0.5 }],
  ['schedule', 'cosine', { name: 'cosine', warmup: 0 }],
  ['schedule', 'one-cycle,warmup=0.2', { name: 'one-cycle', warmup: 0.2 }],
  ['label-smoothing', '0.1', 0.1],
  ['average', 'ema', { name: 'ema', decay: 0.999 }],
  ['average', 'ema,decay=0.5', { name: 'ema', decay: 0.5 }],
  ['average', 'none', null],
  ['class-weight', 'none', null],
  ['class-weight', 'balanced', 'balanced'],
  [
    'class-weight',
    'cat=2, a dog =.5,x=y,z=0',
    [
      ['cat', 2],
      ['a dog', 0.5],
      ['x=y,z', 0],
    ],
  ],
])('%s takes %j', (flag, text, value) => {
  const { name, read } = settingOf(flag);
  expect(read(text)).toEqual({ [name]: value });
});

test.each<readonly [flag: string, text: string, message: string]>([
  ...[' ', '0', '-1', '1.5', '0x10', '1e999', 'NaN', 'Infinity', '5 6', '–5', '5e', '9007199254740993'].map(
    (text): [string, string, string] => ['epochs', text, 'It takes a whole number from 1 to 100000.'],
  ),
  ...['-1', '1.5', '0x1', '9007199254740992'].map((text): [string, string, string] => [
    'seed',
    text,
    'It takes a whole number from 0 to 2^53 - 1.',
  ]),
  ...['65537', '1e9', '1,,2', '0', '128,none', Array<string>(101).fill('1').join()].map(
    (text): [string, string, string] => ['hidden', text, 'at most 65536 in each of at most 100 layers'],
  ),
  ['schedule', 'step,every=1=2', 'every'],
  ['schedule', 'step,every=1,every=2', 'Give each setting once.'],
  ['schedule', 'step,every', 'every'],
  ['schedule', 'step,__proto__=1', 'schedule'],
  ['schedule', 'step,every=0', 'every'],
  [
    'schedule',
    'stepp',
    'Unknown schedule "stepp"; there are constant, step, exponential, cosine, one-cycle. Did you mean step?',
  ],
  ['augment', 'shift=9007199254740991', 'shift is a number of pixels from 0 to 65535'],
  ['augment', 'shift=1,shift=2', 'Give each setting once.'],
  ...['shift=1=2', 'flip=1', 'constructor=1', 'shift='].map((text): [string, string, string] => [
    'augment',
    text,
    'It takes shift=PIXELS, flip and erase=PIXELS',
  ]),
  ['augment', 'flip,flip', 'Give each setting once.'],
  ['layers', 'conv 16 3x3, poll 2', '"poll" at character 14: there is no such layer; did you mean pool?'],
  ['loss', 'hinge', 'Unknown loss "hinge"; there are sparse, one-hot, binary'],
  ['validation', '0/5', 'one of its folds such as 2/5'],
  ['validation', '6/5', 'one of its folds such as 2/5'],
  ['validation', '1', 'a fraction of the training set such as 0.1'],
  ...['0', '28x', '28x28x1', '5000', '-1', '2.5'].map((text): [string, string, string] => [
    'size',
    text,
    'It takes pixels from 1 to 4096: 28, or 32x24 for height and width (or auto).',
  ]),
  ...['one', 'a,,b', 'a,a', ','].map((text): [string, string, string] => [
    'class-names',
    text,
    'It takes at least 2 different names, joined by commas (or auto).',
  ]),
  ...['cat', 'cat=', 'cat=-1', 'cat=1,', 'cat=1,cat=2', 'cat=0', 'cat=1,dog', '=1', 'Balanced'].map(
    (text): [string, string, string] => ['class-weight', text, 'It takes balanced, or NAME=NUMBER'],
  ),
  ...['cat=1e99', 'cat=1000001', 'cat=NaN', 'cat=Infinity', 'cat=0x10', 'cat=１', 'cat=1e999'].map(
    (text): [string, string, string] => [
      'class-weight',
      text,
      'It takes balanced, or NAME=NUMBER for some classes, from 0 to 1000000',
    ],
  ),
  ...['0', '5', '1e99', '0.5', '0x1', '', 'three', '１'].map((text): [string, string, string] => [
    'channels',
    text,
    'It takes a whole number from 1 to 4 (or auto).',
  ]),
  ['clip-norm', '0', 'It takes a number above 0, at most 1000000000 (or none).'],
  ['momentum', '1', 'It takes a number from 0 to below 1.'],
  ['nesterov', 'true', 'It takes yes or no.'],
  ['weight-decay', '-1', 'It takes a number from 0 to 1000.'],
  ['schedule', 'step,every=1e99', 'It takes step with at most 100000 epochs.'],
  ['schedule', 'cosine,warmup=100001', 'It takes cosine with at most 100000 epochs.'],
])('%s refuses %j', (flag, text, message) => {
  expect(() => settingOf(flag).read(text)).toThrow(RangeError);
  expect(() => settingOf(flag).read(text)).toThrow(message);
});

/** Of every setting that is a number: those that a typo does not reach, and that are still taken. */
const numbers = [
  ['dropout', '0', '0.999'],
  ['l1', '0', '1000'],
  ['l2', '0', '1000'],
  ['learning-rate', '1e-30', '1000'],
  ['momentum', '0', '0.999'],
  ['rho', '0', '0.999'],
  ['beta1', '0', '0.999'],
  ['beta2', '0', '0.999999'],
  ['epsilon', '1e-30', '1000'],
  ['weight-decay', '0', '1000'],
  ['clip-norm', '1e-30', '1000000000'],
  ['label-smoothing', '0', '0.999'],
  ['validation', '0.001', '0.999'],
  ['batch-size', '1', '1000000'],
  ['epochs', '1', '100000'],
  ['patience', '1', '100000'],
  ['limit', '1', '1000000000'],
  ['seed', '0', '9007199254740991'],
  ['channels', '1', '4'],
  ['size', '1', '4096'],
  ['hidden', '1', '65536'],
] as const;

/** Texts with a number in them. */
const numbersWithin = [
  ['schedule', (text: string) => `step,every=${text}`],
  ['schedule', (text: string) => `step,factor=${text}`],
  ['schedule', (text: string) => `exponential,factor=${text}`],
  ['schedule', (text: string) => `cosine,warmup=${text}`],
  ['schedule', (text: string) => `one-cycle,warmup=${text}`],
  ['average', (text: string) => `ema,decay=${text}`],
  ['augment', (text: string) => `shift=${text}`],
  ['augment', (text: string) => `erase=${text}`],
  ['class-weight', (text: string) => `cat=${text}`],
  ['validation', (text: string) => `1/${text}`],
  ['size', (text: string) => `28x${text}`],
  ['hidden', (text: string) => `28,${text}`],
  ['layers', (text: string) => `dense ${text}`],
  ['layers', (text: string) => `dropout ${text}`],
  ['layers', (text: string) => `conv 8 ${text}`],
  ['layers', (text: string) => `pool ${text}`],
  ['layers', (text: string) => `${text} x (dense 8)`],
] as const;

test('every setting whose value reads as a number has a row above', () => {
  const found = settings.filter(({ read, control }) => {
    if (control.kind === 'choice' || control.kind === 'switch') return false;
    return ['0.5', '2'].some((text) => {
      try {
        return !JSON.stringify(Object.values(read(text))).includes('"');
      } catch {
        return false;
      }
    });
  });
  expect(new Set(numbers.map(([flag]) => flag))).toEqual(new Set(found.map(({ flag }) => flag)));
});

describe.each(['1e99', '-1e99', '1e999', 'NaN', 'Infinity', '-Infinity'])('%s is refused', (text) => {
  test.each(numbers)('as %s', (flag) => {
    expect(() => settingOf(flag).read(text)).toThrow(RangeError);
  });

  test.each(numbersWithin)('within %s %s', (flag, write) => {
    expect(() => settingOf(flag).read(write(text))).toThrow(RangeError);
  });
});

describe.each(numbers)('%s', (flag, least, most) => {
  const { name, read, check, takes } = settingOf(flag);

  test(`takes ${least} and ${most}, from code as well`, () => {
    for (const text of [least, most]) {
      const changes = read(text);
      expect(() => check(changes[name])).not.toThrow();
    }
  });

  test('refuses wrong numbers from code, with what it takes and what was found', () => {
    for (const value of [1e99, -1e99, Number.NaN, Infinity, -Infinity]) {
      expect(() => check(value)).toThrow(`${name} takes ${takes}; found `);
    }
  });
});

test.each([
  ['learning-rate', '30'],
  ['learning-rate', '1e-10'],
  ['epsilon', '1'],
  ['epsilon', '1e-16'],
  ['weight-decay', '0.5'],
  ['l2', '10'],
  ['clip-norm', '1e6'],
])('%s takes %s, as in programs for Keras', (flag, text) => {
  expect(() => settingOf(flag).read(text)).not.toThrow();
});

test.each(['epochs', 'batch-size', 'patience', 'limit'])('more %s than can be trained is refused', (flag) => {
  const { read, takes } = settingOf(flag);
  expect(takes).toMatch(/^a whole number from 1 to \d+/);
  for (const text of ['9007199254740991', '1e15']) expect(() => read(text)).toThrow(`It takes ${takes}.`);
});

test.each(['epochs', 'batchSize', 'patience', 'limit'] as const)(
  'a recipe of a run.json with too many %s is refused',
  (name) => {
    const parsed = recipeSchema.safeParse({ ...defaultRecipe, [name]: 1e15 });
    expect(parsed.error?.issues.map(({ path }) => path)).toEqual([[name]]);
  },
);
