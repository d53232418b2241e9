import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { fit, type FitOptions, readWeights, useWasmBackend } from '../index.ts';
import { assignWeights } from './assign-weights.ts';

beforeAll(() => useWasmBackend());

/** exp(-69.0776) = 1e-30. */
const logit = Math.log(1e30);

/** One white pixel, so that the logits are the kernel. */
function model(activation: 'softmax' | 'sigmoid', kernel: readonly number[]): LayersModel {
  const made = sequential();
  made.add(layers.rescaling({ scale: 1 / 255, inputShape: [1, 1, 1] }));
  made.add(layers.flatten());
  made.add(layers.dense({ units: kernel.length, activation, useBias: false }));
  assignWeights(made, [{ ...readWeights(made)[0]!, values: Float32Array.from(kernel) }]);
  return made;
}

/** The loss of one step of gradient descent, and how far it moved the kernel for each unit of learning rate. */
async function step(
  made: LayersModel,
  target: Pick<FitOptions, 'loss'> & { label?: number; targets?: readonly number[] },
  learningRate: number,
): Promise<{ loss: number; gradient: number[] }> {
  const before = readWeights(made)[0]!.values;
  const { history } = await fit(
    made,
    {
      images: Uint8Array.of(255),
      labels: Uint8Array.of(target.label ?? 0),
      targets: Float32Array.from(target.targets ?? []),
      count: 1,
      height: 1,
      width: 1,
      channels: 1,
    },
    { epochs: 1, loss: target.loss, optimizer: 'sgd', learningRate },
  );
  const after = readWeights(made)[0]!.values;
  const gradient = Array.from(before, (value, i) => (value - after[i]!) / learningRate);
  return { loss: history[0]!.loss, gradient };
}

// By hand: d loss / d logits = probabilities - targets.
describe('a probability of 1e-30', () => {
  test('of the label gives a loss of 69.08 and the gradient p - 1, p', async () => {
    const made = model('softmax', [0, logit]);
    const { loss, gradient } = await step(made, { loss: 'sparseCategoricalCrossentropy', label: 0 }, 0.5);
    expect(loss).toBeCloseTo(logit, 4);
    expect(gradient[0]).toBeCloseTo(-1, 5);
    expect(gradient[1]).toBeCloseTo(1, 4);
  });

  test('of another class has the gradient 1e-30', async () => {
    const made = model('softmax', [0, logit]);
    const { gradient } = await step(made, { loss: 'sparseCategoricalCrossentropy', label: 1 }, 1e30);
    expect(gradient[0]! / 1e-30).toBeCloseTo(1, 4);
  });

  test('with soft targets has the gradient p - target', async () => {
    const made = model('softmax', [0, logit]);
    const target = { loss: 'categoricalCrossentropy', targets: [0.25, 0.75] } as const;
    const { loss, gradient } = await step(made, target, 0.5);
    expect(loss).toBeCloseTo(0.25 * logit, 4);
    expect(gradient[0]).toBeCloseTo(-0.25, 5);
    expect(gradient[1]).toBeCloseTo(0.25, 4);
  });

  test('of a sigmoid has the gradient p - 1 for label 1, and p for label 0', async () => {
    const binary = { loss: 'binaryCrossentropy' } as const;
    const one = await step(model('sigmoid', [-logit]), { ...binary, label: 1 }, 0.5);
    expect(one.loss).toBeCloseTo(logit, 4);
    expect(one.gradient[0]).toBeCloseTo(-1, 4);
    const zero = await step(model('sigmoid', [-logit]), { ...binary, label: 0 }, 1e32);
    expect(zero.loss / 1e-30).toBeCloseTo(1, 4);
    expect(zero.gradient[0]! / 1e-30).toBeCloseTo(1, 4);
  });
});
