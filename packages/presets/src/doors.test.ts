import { expect, test } from 'vitest';
import { changeRecipe, definePreset, prepare, presetRecipe, presets } from './index.ts';

const recipe = presetRecipe(presets.softmax);

// oxlint-disable-next-line typescript/no-explicit-any -- as a caller without types
const wrong = (value: unknown): any => value;
const preset = { name: 'mine', summary: 'one line' } as const;

test.each([
  [() => definePreset(wrong(null)), 'A preset is an object with name, summary and settings; found null'],
  [() => definePreset(wrong({ ...preset, name: 5 })), 'name of a preset is a text; found 5'],
  [() => definePreset(wrong({ ...preset, batch_size: 5 })), 'no option batch_size: did you mean batchSize?'],
  [() => definePreset({ ...preset, epochs: wrong('3') }), 'epochs takes a whole number from 1 to'],
  [() => definePreset({ ...preset, dropout: 1 }), 'dropout takes a number from 0 to below 1; found 1'],
  [() => definePreset({ ...preset, hidden: wrong('32') }), 'hidden takes units such as 128'],
  [() => presetRecipe(wrong('softmax')), 'presets has some, definePreset makes others; found "softmax"'],
  [() => changeRecipe(recipe, wrong({ epoch: 3 })), 'changeRecipe has no option epoch: did you mean epochs?'],
  [() => changeRecipe(recipe, { batchSize: Number.NaN }), 'batchSize takes a whole number from 1 to'],
  [() => changeRecipe(recipe, { validation: 1.2 }), 'validation takes test, held-out, none, a fraction'],
  [() => changeRecipe(recipe, { engine: wrong('gpu') }), 'engine takes auto, simd, tfjs; found "gpu"'],
  [() => changeRecipe(wrong(undefined), {}), 'A recipe is an object with every setting'],
  [() => prepare(wrong({ ...recipe, seed: -1 }), wrong({})), 'seed takes a whole number from 0 to'],
  [() => prepare(wrong({ ...recipe, epochs: undefined }), wrong({})), 'epochs takes a whole number from 1'],
  [() => prepare(wrong({ ...recipe, optimizer: 'Adam' }), wrong({})), 'Did you mean adam?'],
  [
    () => prepare({ ...recipe, optimizer: { name: 'sgd', learningRate: 1e99 } }, wrong({})),
    'learningRate takes a number above 0, at most 1000; found 1e+99',
  ],
  [() => prepare({ ...recipe, l2: 1e99 }, wrong({})), 'l2 takes a number from 0 to 1000; found 1e+99'],
  [
    () => prepare(recipe, wrong({}), wrong({ layers: [] })),
    'prepare has no option layers; there are model, resume',
  ],
  [() => prepare(recipe, wrong({}), { resume: wrong('x') }), 'resume.settings is an object with what'],
  [() => prepare(recipe, wrong({})), 'data.classNames is an array of texts; found undefined'],
])('%s', (call, message) => {
  expect(call).toThrow(message);
});
