import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Dataset, take } from '@atelier/datasets';
import { simdEngine } from '@atelier/simd';
import { type Engine, tfjsEngine, useWasmBackend } from '@atelier/training';
import { goldenTolerance, parseTrajectory, runTrajectory, trajectorySamples } from '@atelier/training/golden';
import { Argument, Command, Option } from 'commander';
import { oneLine } from '@atelier/runs';
import { exitCodes, UsageError } from '../errors.ts';
import { dataLocation, loadData } from '../load-data.ts';
import { userPath } from '../paths.ts';

/** The engines, each in every way that it can run. */
const engines: readonly (readonly [label: string, engine: Engine])[] = [
  ['tfjs', tfjsEngine()],
  ['simd, 1 thread', simdEngine({ threads: 1 })],
  ['simd, 2 threads', simdEngine({ threads: 2 })],
];

/** `golden`: repeats reference trajectories on every engine. */
export function goldenCommand(): Command {
  return new Command('golden')
    .description('repeat reference trajectories on every engine, and say how far each is off')
    .addArgument(new Argument('<folder>', 'JSON files, each one training run'))
    .addOption(new Option('--data <name|folder>', 'where Fashion-MNIST is').default('fashion-mnist'))
    .addHelpText('after', '\nExample:\n  $ atelier golden packages/training/fixtures/golden')
    .action(async (typed: string, options: { data: string }) => {
      const trajectories = readTrajectories(userPath(typed));
      await useWasmBackend();
      let dataset: Promise<Dataset> | undefined;
      const fashionMnist = async (count: number): Promise<Dataset['train']> => {
        dataset ??= loadData(dataLocation(options.data), {
          onNotice: (message) => process.stderr.write(`${message}\n`),
          onFetch: () => {},
        });
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
      if (out > 0) process.exitCode = exitCodes.failure;
    });
}

function readTrajectories(
  folder: string,
): { file: string; trajectory: ReturnType<typeof parseTrajectory> }[] {
  if (!existsSync(folder)) throw new UsageError(`There is no folder ${folder}`);
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  if (files.length === 0) throw new UsageError(`The folder ${folder} has no .json files`);
  return files.map((file) => {
    try {
      return {
        file: basename(file),
        trajectory: parseTrajectory(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
      };
    } catch (cause) {
      throw new UsageError(`${join(folder, file)} is no trajectory: ${oneLine(cause)}`, { cause });
    }
  });
}
