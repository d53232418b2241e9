import { beforeAll, expect, test } from 'vitest';
import { baseNetwork, buildModel, buildSamples } from '../conformance/network.ts';
import { evaluate, fit, type FitOptions, predict, readWeights, useWasmBackend } from '../index.ts';
import type { Labels, Samples } from './samples.ts';

const { targets: _, ...plain } = buildSamples(baseNetwork);

/** Samples whose fields are getters: of an instance, a spread takes none of them. */
class Described implements Samples {
  get images(): Uint8Array {
    return plain.images;
  }
  get labels(): Labels {
    return plain.labels;
  }
  get count(): number {
    return plain.count;
  }
  get height(): number {
    return plain.height;
  }
  get width(): number {
    return plain.width;
  }
  get channels(): number {
    return plain.channels;
  }
}

const described = new Described();

beforeAll(() => useWasmBackend());

test.each<[string, Partial<FitOptions>]>([
  ['as they are', {}],
  ['of which a part is set aside', { validation: 0.3 }],
  ['that are augmented', { augment: { flip: true, shift: 1 } }],
  ['whose labels become targets', { loss: 'categoricalCrossentropy', validation: described }],
])('samples with getters are trained on as plain ones are: %s', async (__, changes) => {
  const trained = async (samples: Samples): Promise<unknown> => {
    const model = buildModel(baseNetwork);
    const result = await fit(model, samples, { epochs: 2, batchSize: 8, seed: 3, ...changes });
    return {
      ...result,
      history: result.history.map((record) => ({ ...record, seconds: 0 })),
      weights: readWeights(model).map(({ values }) => values),
    };
  };
  expect(await trained(described)).toEqual(await trained(plain));
});

test.each(['none', 'flip'] as const)('and measured as plain ones are, with tta %s', async (tta) => {
  const model = buildModel(baseNetwork);
  expect(await evaluate(model, described, { tta })).toEqual(await evaluate(model, plain, { tta }));
  const [own, expected] = [await predict(model, described, { tta }), await predict(model, plain, { tta })];
  expect(own.probabilities).toEqual(expected.probabilities);
});
