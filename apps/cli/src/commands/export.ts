import { inferenceEngine } from '@atelier/atelier';
import { measurePlacement, type Placement } from '@atelier/datasets';
import {
  checkExport,
  type ExportedModel,
  type ExportFormat,
  exportFormats,
  type ExportOptions,
  storedWeights,
  type WeightFormat,
} from '@atelier/export';
import { makeFolder, writeWhole } from '@atelier/runs';
import { evaluate, predict, type Samples, storedModel } from '@atelier/training';
import { Argument, Command, Option } from 'commander';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../errors.ts';
import { samplesOf, testSamples } from '../evaluate/measured-samples.ts';
import { openRun, type OpenedRun } from '../open-run.ts';
import { userPath } from '../paths.ts';
import { grouped, percent } from '../terminal/format.ts';
import { stderr, stdout } from '../terminal/output.ts';

/** Test pictures that an export is compared on. */
const compared = 100;

/** More than rounding makes of the probabilities, which is below 1e-5 for all that is tested; with float32 weights. */
const tolerance = 1e-4;

interface CommandOptions extends ExportOptions {
  readonly to: string;
  readonly out: string;
  readonly data?: string;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/** `export`: writes a run's model as a file for another program, and compares the file with the model. */
export function exportCommand(): Command {
  const names = exportFormats.map(({ name }) => name);
  const width = Math.max(...names.map(({ length }) => length));
  return new Command('export')
    .addArgument(new Argument('<run>', 'a run folder'))
    .addOption(new Option('--to <format>', 'see below').choices(names).makeOptionMandatory())
    .addOption(new Option('--out <file>', 'the file to write').makeOptionMandatory())
    .addOption(
      new Option('--weights <type>', 'module and page: how kernels are stored (default: float32)').choices([
        'float32',
        'float16',
        'int8',
      ]),
    )
    .addOption(
      new Option('--input <type>', 'onnx: the type of the pixels (default: uint8)').choices([
        'uint8',
        'float32',
      ]),
    )
    .addOption(
      new Option('--data <name|folder>', 'test pictures other than those of the run, to compare the file on'),
    )
    .addOption(new Option('--overwrite', 'replace existing files'))
    .addOption(new Option('--json', 'print JSON'))
    .addHelpText(
      'after',
      `
Formats:
${exportFormats.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n')}

Examples:
  $ atelier export runs/mine --to onnx --out shoes.onnx
  $ atelier export runs/mine --to module --out shoes.js --weights int8
  $ atelier export runs/mine --to page --out shoes.html`,
    )
    .action(async (typed: string, { to, out, data, overwrite, json, ...options }: CommandOptions) => {
      const format = formatNamed(to, options);
      const path = userPath(out);
      const run = openRun(typed);
      const samples = await testSamples([run], data);
      const model = await exportedModel(run, data);
      const files = await format.write(model, basename(path), options);
      const paths = Object.keys(files).map((name) => join(dirname(path), name));
      const existing = paths.find((each) => existsSync(each));
      if (existing !== undefined && overwrite !== true) {
        throw new UsageError(`${existing} exists; --overwrite replaces it`);
      }
      makeFolder(dirname(path));
      for (const [name, content] of Object.entries(files))
        await writeWhole(join(dirname(path), name), content);
      const weights = options.weights ?? 'float32';
      const { difference, count } = await compareFile(format, path, model, run, samples);
      if (weights === 'float32' && difference > tolerance) {
        for (const each of paths) rmSync(each);
        throw new Error(
          `The exported file differs from the model by ${difference.toExponential(1)} on ${count} test images, more than ${tolerance}; it was removed`,
        );
      }
      if (format.name === 'module' && path.endsWith('.js') && isInCommonJs(path)) {
        stderr.write(
          `${path} is in a package of CommonJS, where Node takes an ES module only by a name in .mjs; for Node, export it as .mjs\n`,
        );
      }
      const accuracy = weights === 'float32' ? undefined : await accuracies(model, run, samples, weights);
      if (json === true) {
        stdout.json({
          format: to,
          files: paths,
          images: count,
          largestDifference: difference,
          weights,
          accuracy,
        });
        return;
      }
      for (const [index, content] of Object.values(files).entries()) {
        stdout.write(`${paths[index]}  ${grouped(Buffer.byteLength(content))} bytes\n`);
      }
      stdout.write(
        `Read back, its probabilities differ from the model's by at most ${difference.toExponential(1)} on ${grouped(count)} test images\n`,
      );
      if (accuracy) {
        const { before, after } = accuracy;
        const change = (100 * (after - before)).toFixed(2);
        stdout.write(
          `With ${weights} weights the test accuracy is ${percent(after)}, with float32 ${percent(before)}: ${change} points, ${grouped(samples.count)} images\n`,
        );
      }
    });
}

/** Whether the nearest `package.json` says that its `.js` files are CommonJS. */
function isInCommonJs(path: string): boolean {
  for (let folder = dirname(path), inner = path; folder !== inner; inner = folder, folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) return /"type"\s*:\s*"commonjs"/.test(readFileSync(file, 'utf8'));
  }
  return false;
}

/** @throws UsageError for an option that the format does not have */
function formatNamed(name: string, options: ExportOptions): ExportFormat {
  const format = exportFormats.find((each) => each.name === name);
  if (!format) throw new UsageError(`Unknown format ${name}`);
  for (const option of ['weights', 'input'] as const) {
    if (options[option] !== undefined && !format.takes.includes(option)) {
      const others = exportFormats.filter(({ takes }) => takes.includes(option)).map((each) => each.name);
      throw new UsageError(`--${option} belongs to ${others.join(' and ')}; ${name} has no such choice`);
    }
  }
  return format;
}

async function exportedModel(run: OpenedRun, data: string | undefined): Promise<ExportedModel> {
  const { record, model, placement } = run;
  const { config, dataset, test } = record;
  return {
    title: config.preset,
    network: model.network,
    weights: model.weights(),
    classNames: dataset.classNames,
    placement: placement ?? (await placementOf(run, data)),
    training: { dataset: dataset.name, images: dataset.counts.train, testAccuracy: test?.accuracy },
  };
}

/** Of a run of an earlier version, which has none. */
async function placementOf(run: OpenedRun, data: string | undefined): Promise<Placement> {
  const { samples: train } = await samplesOf([run], { data, on: 'train' });
  return measurePlacement(train, run.classNames.length, { seed: run.record.config.seed });
}

async function compareFile(
  format: ExportFormat,
  path: string,
  model: ExportedModel,
  run: OpenedRun,
  samples: Samples,
): Promise<{ readonly difference: number; readonly count: number }> {
  const { height, width, channels } = samples;
  const count = Math.min(compared, samples.count);
  const images = samples.images.subarray(0, count * height * width * channels);
  const first = { images, count, height, width, channels };
  const { probabilities: outputs } = await predict(run.model, first, { engine: inferenceEngine() });
  return { difference: await checkExport(await format.open(path, model), { ...first, outputs }), count };
}

/** The test accuracy of the model, and of what the file holds of its weights. */
async function accuracies(
  model: ExportedModel,
  { model: original, record }: OpenedRun,
  samples: Samples,
  format: WeightFormat,
): Promise<{ readonly before: number; readonly after: number }> {
  const options = { loss: record.config.loss, engine: inferenceEngine() };
  const stored = storedModel(model.network, storedWeights(model, format));
  const before = await evaluate(original, samples, options);
  const after = await evaluate(stored, samples, options);
  return { before: before.accuracy, after: after.accuracy };
}
