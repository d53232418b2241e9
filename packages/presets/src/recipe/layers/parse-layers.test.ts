import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { activationNames } from '../activation.ts';
import { hiddenLayers, hiddenUnitsOf } from './hidden-layers.ts';
import { layerForms } from './layer-forms.ts';
import { type Layer, layerLimits, type Pair } from './layer.ts';
import { parseLayers } from './parse-layers.ts';
import { writeLayers } from './write-layers.ts';

const length = fc.integer({ min: 1, max: layerLimits.window });
const pair: fc.Arbitrary<Pair> = fc.tuple(length, length);
const padding = fc.constantFrom('same' as const, 'valid' as const);
const activation = fc.constantFrom(...activationNames);
const own = fc.oneof(fc.constant({}), fc.record({ activation }));
const filters = fc.integer({ min: 1, max: layerLimits.filters });
const units = fc.integer({ min: 1, max: layerLimits.units });
const window = fc
  .tuple(fc.record({ kernel: pair, strides: pair, padding }), own)
  .map(([settings, chosen]) => ({ ...settings, ...chosen }));

const simpleLayer: fc.Arbitrary<Layer> = fc.oneof(
  fc
    .tuple(fc.constantFrom('conv' as const, 'separable' as const), filters, window)
    .map(([kind, count, rest]) => ({ kind, filters: count, ...rest })),
  window.map((rest) => ({ kind: 'depthwise' as const, ...rest })),
  fc.record({
    kind: fc.constantFrom('pool' as const, 'average-pool' as const),
    size: pair,
    strides: pair,
    padding,
  }),
  fc.record({ kind: fc.constantFrom('global-average' as const, 'global-max' as const, 'norm' as const) }),
  fc.record({ kind: fc.constant('dropout' as const), rate: fc.double({ min: 0, max: 0.99, noNaN: true }) }),
  fc.record({ kind: fc.constant('activation' as const), activation }),
  fc.tuple(units, own).map(([count, chosen]) => ({ kind: 'dense' as const, units: count, ...chosen })),
);
const layer: fc.Arbitrary<Layer> = fc.oneof(
  simpleLayer,
  fc.record({
    kind: fc.constant('residual' as const),
    layers: fc.array(simpleLayer, { minLength: 1, maxLength: 4 }),
  }),
);
const architecture = fc
  .tuple(fc.array(layer, { minLength: 1, maxLength: 8 }), fc.boolean())
  .map(([layers, whole]): readonly Layer[] => (whole ? [...layers, { kind: 'output' }] : layers));

test('every architecture is read back from its text, which has one spelling', () => {
  fc.assert(
    fc.property(architecture, (layers) => {
      const text = writeLayers(layers);
      expect(parseLayers(text)).toEqual(layers);
      expect(writeLayers(parseLayers(text))).toBe(text);
    }),
  );
});

function answerTo(text: string): string {
  try {
    parseLayers(text);
    return 'read';
  } catch (error) {
    return String(error);
  }
}

test('any text is read, or refused in one line', () => {
  const words = fc.constantFrom(
    ...layerForms.flatMap(([form]) => form.split(' ')),
    ...'( ) , 3 1x1 0 -1 1e9 2 x valid linear __proto__'.split(' '),
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 12 }).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(answerTo(text)).toMatch(/^(read|RangeError: (".*"|The end) at character \d+: .+)$/);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['conv 16 3', 'conv 16 3x3'],
  ['conv 16 3x5 relu same stride 2x2', 'conv 16 3x5 stride 2 same relu'],
  ['pool 2 stride 2 valid', 'pool 2'],
  [' pool  3x2 ,norm', 'pool 3x2, norm'],
  ['2 x (pool 2, 2 x (norm)), dense 5', 'pool 2, norm, norm, pool 2, norm, norm, dense 5'],
  ['residual ( norm, residual( relu ) )', 'residual(norm, residual(relu))'],
  ['dropout .5', 'dropout 0.5'],
])('%j is %j', (text, canonical) => {
  expect(writeLayers(parseLayers(text))).toBe(canonical);
});

test.each([
  ['', 'The end at character 1: there is no such layer; there are conv, depthwise,'],
  ['cnov 16 3x3', '"cnov" at character 1: there is no such layer; did you mean conv?'],
  [
    'pool 2, average_pool 2',
    '"average_pool" at character 9: there is no such layer; did you mean average-pool?',
  ],
  ['flatten', '"flatten" at character 1: there is no such layer; there are'],
  ['conv 3x3', '"3x3" at character 6: a number of filters from 1 to 4096 comes here'],
  ['conv 16', 'The end at character 8: the size of its kernel comes here, such as 3x3 or 2, from 1 to 64'],
  ['conv 16 3x3x3', '"3x3x3" at character 9: the size of its kernel'],
  ['conv 16 3x3 smae', '"smae" at character 13: it is not known here; did you mean same?'],
  ['conv 16 3x3 stride 0', '"0" at character 20: the size of its steps'],
  ['conv 16 3x3 same valid', '"valid" at character 18: a layer has one padding'],
  ['conv 16 3x3 relu relu', '"relu" at character 18: a layer has one activation'],
  ['conv 4097 3x3', 'from 1 to 4096'],
  ['conv 1 65x1', 'from 1 to 64'],
  ['dense 65537', 'a number of units from 1 to 65536'],
  ['dense 1e3', '"1e3" at character 7: a number of units'],
  ['dense 10 softmax', '"softmax" at character 10: it is not known here; there are relu,'],
  ['dropout 1', 'a rate from 0 to below 1'],
  ['pool 2 relu', '"relu" at character 8: it is not known here; there are stride, same, valid'],
  ['norm relu', '"relu" at character 6: a comma or the end comes after norm here'],
  ['norm,', 'The end at character 6: there is no such layer'],
  ['residual', 'The end at character 9: layers in parentheses come here'],
  ['residual()', '")" at character 10: there is no such layer'],
  ['residual(norm', 'The end at character 14: a ) is missing'],
  ['norm)', '")" at character 5: there is no ( before it'],
  ['output, norm', '"output" at character 1: it is the last layer of all'],
  ['residual(output)', '"output" at character 10: it is the last layer of all'],
  ['2 norm', '"norm" at character 3: a repetition is written 2 x (conv 32 3x3, pool 2)'],
  ['0 x (norm)', '"0" at character 1: a number of repetitions from 1 to 256'],
  ['256 x (256 x (256 x (norm)))', 'there are at most 256 layers'],
  [`${'norm, '.repeat(256)}norm`, 'there are at most 256 layers'],
  [`${'residual('.repeat(9)}norm${')'.repeat(9)}`, 'parentheses stand in at most 8 others'],
  ['x'.repeat(10_001), 'It takes at most 10000 characters; found 10001.'],
  ['x'.repeat(100), `"${'x'.repeat(40)}…" at character 1`],
])('%j is refused at the word', (text, message) => {
  expect(() => parseLayers(text)).toThrow(RangeError);
  expect(() => parseLayers(text)).toThrow(message);
});

describe('hidden units', () => {
  test.each([
    [[], 'output'],
    [[128, 64], 'dense 128, dense 64, output'],
  ])('%j are short for %j', (hidden, layers) => {
    expect(hiddenLayers(hidden)).toBe(layers);
    expect(hiddenUnitsOf(layers)).toEqual(hidden);
  });

  test.each(['dense 10', 'dense 10 relu, output', 'conv 8 3x3, dense 10, output', 'dense 3, norm, output'])(
    'there are none that are short for %j',
    (layers) => {
      expect(hiddenUnitsOf(layers)).toBeUndefined();
    },
  );
});

test('the README has every form', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
  for (const [form, meaning] of layerForms) expect(readme).toContain(`| \`${form}\` | ${meaning} |`);
});
