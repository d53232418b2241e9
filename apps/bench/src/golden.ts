// `pnpm golden FOLDER`: repeats reference trajectories on every engine, and prints each deviation.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Dataset, loadDataset, take } from '@atelier/datasets';
import { simdEngine } from '@atelier/simd';
import { type Engine, tfjsEngine, useWasmBackend } from '@atelier/training';
import { goldenTolerance, parseTrajectory, runTrajectory, trajectorySamples } from '@atelier/training/golden';
import { messageOf } from './errors.ts';

const usage = `pnpm golden FOLDER [--data NAME|FOLDER]

  FOLDER  JSON files, each one training run, such as packages/training/fixtures/golden
  --data  where Fashion-MNIST is, for trajectories that use its images (default: fashion-mnist)
`;

/** The engines, each in every way that it can run. */
const engines: readonly (readonly [label: string, engine: Engine])[] = [
  ['tfjs', tfjsEngine()],
  ['simd, 1 thread', simdEngine({ threads: 1 })],
  ['simd, 2 threads', simdEngine({ threads: 2 })],
];

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string', default: 'fashion-mnist' }, help: { type: 'boolean' } },
  });
  const [folder] = positionals;
  if (values.help === true) process.stdout.write(usage);
  else if (folder === undefined || positionals.length > 1) throw new Error(`Expected one folder. ${usage}`);
  else process.exitCode = (await repeatAll(resolve(folder), values.data)) > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`error: ${messageOf(error)}\n`);
  process.exitCode = 2;
}

/** How many trainings were out of tolerance. */
async function repeatAll(folder: string, location: string): Promise<number> {
  const trajectories = readTrajectories(folder);
  await useWasmBackend();
  let dataset: Promise<Dataset> | undefined;
  const fashionMnist = async (count: number): Promise<Dataset['train']> => {
    dataset ??= loadDataset(location, { onNotice: (message) => process.stderr.write(`${message}\n`) });
    return take((await dataset).train, count);
  };
  const width = Math.max(...trajectories.map(({ file }) => file.length));
  const engineWidth = Math.max(...engines.map(([label]) => label.length));
  let out = 0;
  for (const { file, trajectory } of trajectories) {
    const samples = await trajectorySamples(trajectory, fashionMnist);
    for (const [label, engine] of engines) {
      const deviation = await runTrajectory(engine, trajectory, samples);
      if (!deviation.within) out++;
      process.stdout.write(
        `${file.padEnd(width)}  ${label.padEnd(engineWidth)}  loss ${deviation.loss.toExponential(1)}  weights ${deviation.weight.toExponential(1)}  ${deviation.within ? 'within' : 'OUT OF'} tolerance\n`,
      );
    }
  }
  const { loss, weight } = goldenTolerance;
  process.stdout.write(`Tolerance: loss ${loss} relative, weights ${weight} absolute. ${out} out.\n`);
  return out;
}

function readTrajectories(
  folder: string,
): { readonly file: string; readonly trajectory: ReturnType<typeof parseTrajectory> }[] {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}`);
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  if (files.length === 0) throw new Error(`The folder ${folder} has no .json files`);
  return files.map((file) => {
    try {
      return { file, trajectory: parseTrajectory(JSON.parse(readFileSync(join(folder, file), 'utf8'))) };
    } catch (cause) {
      throw new Error(`${join(folder, file)} is not a trajectory:  ${messageOf(cause)}`, { cause });
    }
  });
}
