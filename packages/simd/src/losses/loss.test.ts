import { useWasmBackend } from '@atelier/training';
import { expect, test } from 'vitest';
import { gradientMismatches } from '../../test/gradient-mismatches.ts';
import { modelOf } from '../../test/reference.ts';
import { explainUnsupported } from '../engine.ts';

const pixels = [{ type: 'rescaling', scale: 1 / 255, offset: 0 }, { type: 'flatten' }] as const;

test.each([2, 4, 5, 70])('soft targets of %i classes have the right loss and gradients', async (classes) => {
  const specs = [...pixels, { type: 'dense', units: classes, activation: 'softmax' }] as const;
  expect(
    await gradientMismatches({ specs, input: [3, 3, 1], classes, loss: 'categoricalCrossentropy' }),
  ).toEqual([]);
});

test.each(['dense', 'layer'] as const)(
  'binary cross-entropy takes the logit of a sigmoid %s',
  async (where) => {
    const specs =
      where === 'dense'
        ? ([...pixels, { type: 'dense', units: 1, activation: 'sigmoid' }] as const)
        : ([...pixels, { type: 'dense', units: 1 }, { type: 'activation', name: 'sigmoid' }] as const);
    expect(
      await gradientMismatches({
        specs,
        input: [3, 3, 1],
        classes: 2,
        loss: 'binaryCrossentropy',
        spread: 20,
      }),
    ).toEqual([]);
  },
);

test('logits hundreds apart lose nothing', async () => {
  const specs = [...pixels, { type: 'dense', units: 5, activation: 'softmax' }] as const;
  expect(await gradientMismatches({ specs, input: [3, 3, 1], classes: 5, spread: 300 })).toEqual([]);
});

test('a loss without its output activation is refused by name', async () => {
  await useWasmBackend();
  const base = {
    optimizer: { name: 'sgd', learningRate: 1 },
    batchSize: 4,
    globalClipNorm: null,
    seed: 0,
  } as const;
  const linear = modelOf([...pixels, { type: 'dense', units: 3 }], [2, 2, 1]);
  expect(explainUnsupported(linear, { ...base, loss: 'sparseCategoricalCrossentropy' })).toMatch(
    /computes sparseCategoricalCrossentropy from the logits of a softmax; the model's last layer "dense_\w+" has none/,
  );
  const sigmoids = modelOf([...pixels, { type: 'dense', units: 3, activation: 'sigmoid' }], [2, 2, 1]);
  expect(explainUnsupported(sigmoids, { ...base, loss: 'binaryCrossentropy' })).toBe(
    'The simd engine computes binaryCrossentropy for one sigmoid; found 3 units',
  );
});
