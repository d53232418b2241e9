import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lineFigure, renderSvg } from '@atelier/plotting';
import { presetRecipe, presets } from '@atelier/presets/recipe';
import { z } from 'zod';
import { type Command, nodeCommand, peerScript, pythonCommand } from './command.ts';
import { peerLayers } from './peer-layers.ts';
import { runCommand } from './run-command.ts';
import { table } from './table.ts';
import { counted, markOf, threadCounts } from './threads.ts';
import type { DataFolder } from './workloads.ts';

/** One training of the preset `cnn`, tested after each epoch. */
export interface AccuracyRun {
  readonly name: string;
  readonly threads: number;
  /** After each epoch: seconds of training and tests since the first step, and the share of test images classified correctly. */
  readonly points: readonly { readonly seconds: number; readonly testAccuracy: number }[];
}

const points = z.array(z.object({ seconds: z.number(), testAccuracy: z.number() }));
const run = z.object({ history: z.array(z.object({ seconds: z.number(), valAccuracy: z.number() })) });

/**
 * Trains `cnn` with its recipe by Atelier and by PyTorch, one after the other, on the same test images after each epoch.
 *
 * @param out an empty folder
 * @throws Error when one fails
 */
export async function timeToAccuracy(
  data: DataFolder,
  out: string,
  python: string,
  onProgress: (line: string) => void,
): Promise<readonly AccuracyRun[]> {
  const runs: AccuracyRun[] = [];
  for (const threads of threadCounts) {
    onProgress(`time to accuracy: ${counted(threads)}`);
    const folder = join(out, `cnn-${threads}`);
    await runCommand(atelier(threads, data, folder));
    const { history } = run.parse(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')));
    let seconds = 0;
    runs.push({
      name: 'Atelier',
      threads,
      points: history.map((epoch) => ({
        seconds: (seconds += epoch.seconds),
        testAccuracy: epoch.valAccuracy,
      })),
    });
    const { stdout } = await runCommand(pytorch(threads, data, python));
    const lines = stdout.trim().split('\n');
    runs.push({ name: 'PyTorch', threads, points: points.parse(lines.map((line) => JSON.parse(line))) });
  }
  return runs;
}

function atelier(threads: number, { count }: DataFolder, folder: string): Command {
  const script = fileURLToPath(import.meta.resolve('cli/bin/atelier.js'));
  return nodeCommand(
    script,
    'train',
    'cnn',
    '--validation=test',
    `--limit=${count}`,
    '--sample=first',
    `--threads=${threads}`,
    `--out=${folder}`,
  );
}

function pytorch(threads: number, { data, count, shape, classes }: DataFolder, python: string): Command {
  const { batchSize, epochs, optimizer, ...recipe } = presetRecipe(presets.cnn);
  const layers = peerLayers(recipe);
  const network = { data, images: count, shape, classes, layers, channelsLast: true };
  const settings = { batchSize, epochs, optimizer, seed: 1, threads };
  return pythonCommand(
    python,
    threads,
    peerScript('accuracy_pytorch.py'),
    JSON.stringify({ ...network, ...settings }),
  );
}

/** Accuracy against time: a colour for each program, a kind of line for each number of threads. */
export async function accuracyFigure(runs: readonly AccuracyRun[]): Promise<string> {
  return renderSvg(
    lineFigure({
      title: 'Time to accuracy',
      subtitle: 'The preset cnn with its recipe, one seed, tested after each epoch',
      x: { label: 'seconds of training and tests' },
      y: { label: 'test accuracy', format: 'percent' },
      series: runs.map(({ name, threads, points: all }) => ({
        name: counted(threads),
        group: name,
        mark: markOf(threads),
        points: all.map(({ seconds, testAccuracy }) => [seconds, testAccuracy]),
      })),
    }),
    { width: 800 },
  );
}

/** The same as Markdown: seconds and accuracy after each epoch. */
export function accuracyTable(runs: readonly AccuracyRun[]): string {
  const epochs = Math.max(...runs.map(({ points: all }) => all.length));
  const rows = runs.map(({ name, threads, points: all }) => [
    `${name}, ${counted(threads)}`,
    ...all.map(({ seconds, testAccuracy }) => `${seconds.toFixed(1)} s ${(100 * testAccuracy).toFixed(2)}%`),
  ]);
  const headings = ['trained by', ...Array.from({ length: epochs }, (_, index) => `epoch ${index + 1}`)];
  return table(
    headings.map((heading) => ({ heading, align: 'left' })),
    rows,
  );
}
