import { describe, expect, test } from 'vitest';
import { gradientMismatches } from '../../test/gradient-mismatches.ts';
import { networkOf, one, output, pictureNetworks } from '../../test/picture-networks.ts';
import type { Spec } from '../../test/reference.ts';

describe('gradients are those of the formulas', () => {
  test.each(pictureNetworks)('%s', async (_, body, input) => {
    const specs = networkOf(body, output);
    expect(await gradientMismatches({ specs, input, classes: 3 })).toEqual([]);
  });

  test.each(['max', 'average'] as const)('the global %s', async (kind) => {
    const specs = networkOf([one, { type: 'globalPool', kind }], output.slice(1));
    expect(await gradientMismatches({ specs, input: [5, 5, 1], classes: 3 })).toEqual([]);
  });

  test('batch normalization after a dense layer', async () => {
    const body: readonly Spec[] = [
      { type: 'flatten' },
      { type: 'dense', units: 6 },
      { type: 'normalization', scale: false },
      { type: 'relu' },
    ];
    const specs = networkOf(body, output.slice(1));
    expect(await gradientMismatches({ specs, input: [3, 3, 1], classes: 3 })).toEqual([]);
  });

  test('with three threads and a batch that no number of chunks divides', async () => {
    const [, body = [], input = [4, 4, 1]] =
      pictureNetworks.find(([name]) => name.startsWith('a residual')) ?? [];
    const specs = networkOf([{ ...one }, { type: 'normalization' }, ...body.slice(1).map(shifted)], output);
    expect(await gradientMismatches({ specs, input, classes: 3, threads: 3, batch: 9 })).toEqual([]);
  });

  test.each([0, 1])('with the convolution %i frozen', async (frozen) => {
    const specs = networkOf(
      [
        { ...one, trainable: frozen !== 0 },
        { type: 'conv', filters: 8, size: [3, 3], padding: 'same', trainable: frozen !== 1 },
      ],
      output,
    );
    expect(await gradientMismatches({ specs, input: [5, 5, 1], classes: 3 })).toEqual([]);
  });

  test.each([
    [0, 'before a ReLU', false],
    [1, 'before a ReLU', false],
    [0, 'before a normalization', true],
    [1, 'before a normalization', true],
  ])("with Winograd's convolution after the frozen layer %i, %s", async (frozen, _, normalized) => {
    const conv = { type: 'conv', filters: 8, size: [3, 3], padding: 'same', useBias: !normalized } as const;
    const specs = networkOf(
      [
        { type: 'conv', filters: 9, size: [1, 1], activation: 'tanh', trainable: frozen !== 0 },
        { ...conv, activation: normalized ? 'linear' : 'relu', trainable: frozen !== 1 },
        ...(normalized ? [{ type: 'normalization' } as const] : []),
        { type: 'relu' },
      ],
      output,
    );
    expect(await gradientMismatches({ specs, input: [5, 7, 1], classes: 3 })).toEqual([]);
  });

  test.each<readonly [string, readonly Spec[], readonly Spec[]]>([
    ['a convolution by patches', [{ ...one, activation: 'linear' }], []],
    [
      "a convolution by Winograd's algorithm",
      [
        { type: 'conv', filters: 8, size: [1, 1], activation: 'tanh' },
        { type: 'conv', filters: 8, size: [3, 3], padding: 'same', useBias: false },
      ],
      [],
    ],
    ['a convolution with a ReLU', [{ ...one, activation: 'relu' }], []],
    ['a frozen convolution', [one, { ...one, activation: 'linear', trainable: false }], []],
    ['a convolution, before a maximum', [{ ...one }], [{ type: 'pool', kind: 'max', size: [2, 2] }]],
  ])('a frozen normalization of %s, with a ReLU', async (_, before, after) => {
    const frozen = { type: 'normalization', trainable: false } as const;
    const specs = networkOf([...before, frozen, { type: 'relu' }, ...after], output);
    expect(await gradientMismatches({ specs, input: [4, 4, 1], classes: 3, threads: 3 })).toEqual([]);
  });
});

function shifted(spec: Spec): Spec {
  return spec.inputs ? { ...spec, inputs: spec.inputs.map((index) => index + 1) } : spec;
}
