import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { fashionMnistWanted, firstTrainingSamples, whySkipped } from '../../test/fashion-mnist.ts';
import { tfjsEngine, useWasmBackend } from '../index.ts';
import { goldenTolerance, parseTrajectory, runTrajectory, trajectorySamples } from './index.ts';

const folder = `${import.meta.dirname}/../../fixtures/golden`;
const trajectories = readdirSync(folder).map((file) =>
  parseTrajectory(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))),
);

beforeAll(() => useWasmBackend());

describe('the tfjs engine repeats the reference trajectory', () => {
  for (const trajectory of trajectories) {
    const runs = trajectory.data.kind === 'synthetic' || fashionMnistWanted;
    test.skipIf(!runs)(`${trajectory.name}${runs ? '' : whySkipped}`, async () => {
      const samples = await trajectorySamples(trajectory, firstTrainingSamples);
      const deviation = await runTrajectory(tfjsEngine(), trajectory, samples);
      expect(deviation.loss).toBeLessThanOrEqual(goldenTolerance.loss);
      expect(deviation.weight).toBeLessThanOrEqual(goldenTolerance.weight);
      expect(deviation.within).toBe(true);
    });
  }
});

describe('runTrajectory', () => {
  const synthetic = trajectories.find(({ data }) => data.kind === 'synthetic')!;
  const { expected } = synthetic;

  test.each([
    [
      'a loss that is 1e-4 off',
      { ...expected, lossPerStep: expected.lossPerStep.map((loss) => loss * 1.0001) },
    ],
    [
      'a weight that is 1e-5 off',
      {
        ...expected,
        finalWeights: expected.finalWeights.map(({ samples }) => ({
          samples: samples.map(([index, value]) => [index, value + 1e-5] as const),
        })),
      },
    ],
  ])('reports %s', async (_, wrong) => {
    const samples = await trajectorySamples(synthetic, firstTrainingSamples);
    const deviation = await runTrajectory(tfjsEngine(), { ...synthetic, expected: wrong }, samples);
    expect(deviation.within).toBe(false);
  });

  test('a weight that the engine does not have is a mismatch', async () => {
    const samples = await trajectorySamples(synthetic, firstTrainingSamples);
    const beyond = { ...expected, finalWeights: [{ samples: [[1e9, 0] as const] }] };
    const deviation = await runTrajectory(tfjsEngine(), { ...synthetic, expected: beyond }, samples);
    expect(deviation).toMatchObject({ weight: Number.NaN, within: false });
  });
});

describe('parseTrajectory', () => {
  test('takes TensorFlow.js’ name of RMSprop’s rho', () => {
    const rmsprop = trajectories.find(({ optimizer }) => optimizer.name === 'rmsprop');
    expect(rmsprop?.optimizer).toMatchObject({ name: 'rmsprop', rho: 0.9 });
  });

  test('refuses what is not a trajectory', () => {
    expect(() => parseTrajectory({ name: 'nothing' })).toThrow('input');
  });
});
