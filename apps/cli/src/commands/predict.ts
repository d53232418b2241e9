import { stdout } from '../terminal/output.ts';
import type { Combination, Samples } from '@atelier/training';
import { Argument, Command, Option } from 'commander';
import { columnsOf, nameText, padColumns } from '../terminal/text.ts';
import { UsageError } from '../errors.ts';
import { testSamples } from '../open-run.ts';
import { index as parseIndex } from '../option-types.ts';
import { pictureFormats, readImage } from '../read-image.ts';
import { combineOption, isFolder, openRunGroup, predictGroup, type RunGroup } from '../run-group.ts';

interface PredictOptions {
  readonly testIndex?: number;
  readonly combine: Combination;
  readonly data?: string;
  readonly json?: boolean;
}

/** The prediction for one image: of the test set (`index`, `label`) or of a file. */
interface PredictionOutput {
  readonly index?: number;
  readonly file?: string;
  readonly notes?: readonly string[];
  readonly label?: number;
  readonly labelName?: string | undefined;
  readonly predicted: number;
  readonly className: string;
  readonly probabilities: readonly number[];
}

/** `predict`: what a run's model predicts for a test image, or for pictures. */
export function predictCommand(): Command {
  return new Command('predict')
    .addArgument(new Argument('<run>', 'a run folder'))
    .addArgument(new Argument('[image...]', `${pictureFormats} files; folders are more runs`))
    .addOption(combineOption())
    .addOption(new Option('--test-index <n>', 'a test image, from 0').argParser(parseIndex))
    .addOption(new Option('--data <name|path>', 'a data set other than the one that the run was trained on'))
    .addOption(new Option('--json', 'print one JSON object per line'))
    .addHelpText(
      'after',
      '\nExamples:\n  $ atelier predict runs/mine --test-index 0\n  $ atelier predict runs/mine shoe.png shirt.jpg\n  $ atelier predict runs/five/member-* shoe.png --combine vote',
    )
    .action(async (first: string, others: string[], options: PredictOptions) => {
      // Runs are folders, images are files.
      const runs = [first, ...others.filter(isFolder)];
      const images = others.filter((path) => !isFolder(path));
      if (options.testIndex === undefined && images.length === 0) {
        throw new UsageError('predict takes image files, or --test-index N');
      }
      const run = openRunGroup(runs, options.combine);
      const outputs: PredictionOutput[] = [];
      if (options.testIndex !== undefined)
        outputs.push(await predictTestImage(run, options.testIndex, options.data));
      for (const image of images) outputs.push(await predictFile(run, image));
      for (const output of outputs) {
        if (options.json === true) stdout.json(output);
        else stdout.write(describe(output, run));
      }
    });
}

async function predictTestImage(
  run: RunGroup,
  index: number,
  data: string | undefined,
): Promise<PredictionOutput> {
  const { samples } = await testSamples(run.runs[0], data);
  const { count, height, width, channels } = samples;
  if (index >= count)
    throw new UsageError(`There are test images 0 to ${count - 1}; found --test-index ${index}`);
  const size = height * width * channels;
  const image = samples.images.subarray(index * size, (index + 1) * size);
  const label = samples.labels?.[index] ?? 0;
  const prediction = await predictImage(run, { images: image, count: 1, height, width, channels });
  return { index, label, labelName: run.runs[0].record.dataset.classNames[label], ...prediction };
}

async function predictFile(run: RunGroup, file: string): Promise<PredictionOutput> {
  const { samples, notes } = await readImage(file, run.runs[0].record.dataset.shape);
  return { file, notes, ...(await predictImage(run, samples)) };
}

async function predictImage(
  group: RunGroup,
  samples: Samples,
): Promise<Pick<PredictionOutput, 'predicted' | 'className' | 'probabilities'>> {
  const { classNames } = group.runs[0].record.dataset;
  const probabilities = Array.from(await predictGroup(group, samples));
  const predicted = probabilities.indexOf(Math.max(...probabilities));
  return { predicted, className: classNames[predicted] ?? String(predicted), probabilities };
}

function describe(output: PredictionOutput, { runs: [{ record }] }: RunGroup): string {
  const { index, file, notes = [], label, labelName, predicted, className, probabilities } = output;
  const subject = index === undefined ? file : `Test image ${index}`;
  const expected = label === undefined ? '' : `, label ${label} ${nameText(labelName ?? '')}`;
  const names = record.dataset.classNames.map((name) => nameText(name));
  const width = Math.max(...names.map(columnsOf));
  const bars = probabilities.map((probability, i) => {
    const bar = '█'.repeat(Math.round(30 * probability));
    return `  ${padColumns(names[i] ?? String(i), width)} ${probability.toFixed(4)} ${bar}`.trimEnd();
  });
  return [
    `${subject}: predicted ${predicted} ${nameText(className)}${expected}`,
    ...notes.map((note) => `  (${note})`),
    ...bars,
    '',
  ].join('\n');
}
