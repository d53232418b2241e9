import { readdirSync, readFileSync } from 'node:fs';
import { DatasetError, loadDataset, take } from '@atelier/datasets';
import { type Samples, useWasmBackend } from '@atelier/training';
import { goldenTolerance, parseTrajectory, runTrajectory, trajectorySamples } from '@atelier/training/golden';
import { beforeAll, describe, expect, test } from 'vitest';
import { simdEngine } from './index.ts';

const fixtures = `${import.meta.dirname}/../../training/fixtures/golden`;
const trajectories = readdirSync(fixtures).map((file) =>
  parseTrajectory(JSON.parse(readFileSync(`${fixtures}/${file}`, 'utf8'))),
);

const folder = process.env['ATELIER_DATA'] || undefined;
const data = await loadDataset('fashion-mnist', { folder, offline: true }).catch((error: unknown) => {
  if (error instanceof DatasetError) return error;
  throw error;
});
/** Where the data is, and where someone says that it is or has to be. */
const wanted =
  !(data instanceof DatasetError) || folder !== undefined || process.env['ATELIER_REQUIRE_DATA'] === '1';
const whySkipped = ' (skipped: Fashion-MNIST is not on this machine; ATELIER_DATA can name its folder)';

async function firstTrainingSamples(count: number): Promise<Samples> {
  if (data instanceof DatasetError) throw data;
  return take(data.train, count);
}

beforeAll(() => useWasmBackend());

describe.each([1, 2])('on %i threads the engine repeats the reference trajectory', (threads) => {
  for (const trajectory of trajectories) {
    const runs = trajectory.data.kind === 'synthetic' || wanted;
    test.skipIf(!runs)(`${trajectory.name}${runs ? '' : whySkipped}`, async () => {
      const samples = await trajectorySamples(trajectory, firstTrainingSamples);
      const deviation = await runTrajectory(simdEngine({ threads }), trajectory, samples);
      expect(deviation.loss).toBeLessThanOrEqual(goldenTolerance.loss);
      expect(deviation.weight).toBeLessThanOrEqual(goldenTolerance.weight);
    });
  }
});
