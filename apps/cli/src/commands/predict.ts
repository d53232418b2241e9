import { predict, type Samples } from '@atelier/training';
import { Argument, Command, Option } from 'commander';
import { inferenceEngine } from '../engine-choice.ts';
import { UsageError } from '../errors.ts';
import { openRun, type OpenedRun, testSamples } from '../open-run.ts';
import { index as parseIndex } from '../option-types.ts';
import { readImage } from '../read-image.ts';

interface PredictOptions {
  readonly testIndex?: number;
  readonly data?: string;
  readonly json?: boolean;
}

/** What is predicted of one image: of the test set (`index`, `label`) or of a file. */
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

/** `predict`: what a run's model sees in a test image, or in pictures. */
export function predictCommand(): Command {
  return new Command('predict')
    .description('predict a test image, or picture files')
    .addArgument(new Argument('<run>', 'a run folder'))
    .addArgument(new Argument('[image...]', 'PNG or JPEG files'))
    .addOption(new Option('--test-index <n>', 'a test image, from 0').argParser(parseIndex))
    .addOption(new Option('--data <name|folder>', 'another data set than the run was trained on'))
    .addOption(new Option('--json', 'print one JSON object a line'))
    .addHelpText(
      'after',
      '\nExamples:\n  $ atelier predict runs/mine --test-index 0\n  $ atelier predict runs/mine shoe.png shirt.jpg',
    )
    .action(async (path: string, images: string[], options: PredictOptions) => {
      if (options.testIndex === undefined && images.length === 0) {
        throw new UsageError('predict takes image files, or --test-index N');
      }
      const run = await openRun(path);
      const outputs: PredictionOutput[] = [];
      if (options.testIndex !== undefined)
        outputs.push(await predictTestImage(run, options.testIndex, options.data));
      for (const image of images) outputs.push(await predictFile(run, image));
      for (const output of outputs) {
        process.stdout.write(options.json === true ? `${JSON.stringify(output)}\n` : describe(output, run));
      }
    });
}

async function predictTestImage(
  run: OpenedRun,
  index: number,
  data: string | undefined,
): Promise<PredictionOutput> {
  const { samples } = await testSamples(run, data);
  const { count, height, width, channels } = samples;
  if (index >= count)
    throw new UsageError(`There are test images 0 to ${count - 1}; found --test-index ${index}`);
  const size = height * width * channels;
  const image = samples.images.subarray(index * size, (index + 1) * size);
  const label = samples.labels?.[index] ?? 0;
  const prediction = await predictImage(run, { images: image, count: 1, height, width, channels });
  return { index, label, labelName: run.record.dataset.classNames[label], ...prediction };
}

async function predictFile(run: OpenedRun, file: string): Promise<PredictionOutput> {
  const { samples, notes } = await readImage(file, run.record.dataset.shape);
  return { file, notes, ...(await predictImage(run, samples)) };
}

async function predictImage(
  { model, record }: OpenedRun,
  samples: Samples,
): Promise<Pick<PredictionOutput, 'predicted' | 'className' | 'probabilities'>> {
  const outputs = Array.from(await predict(model, samples, { engine: inferenceEngine() }));
  const [only = 0] = outputs;
  const probabilities = outputs.length === 1 ? [1 - only, only] : outputs;
  const predicted = probabilities.indexOf(Math.max(...probabilities));
  return { predicted, className: record.dataset.classNames[predicted] ?? String(predicted), probabilities };
}

function describe(output: PredictionOutput, { record }: OpenedRun): string {
  const { index, file, notes = [], label, labelName, predicted, className, probabilities } = output;
  const subject = index === undefined ? file : `Test image ${index}`;
  const expected = label === undefined ? '' : `, label ${label} ${labelName}`;
  const { classNames } = record.dataset;
  const width = Math.max(...classNames.map((name) => name.length));
  const bars = probabilities.map((probability, i) => {
    const bar = '█'.repeat(Math.round(30 * probability));
    return `  ${(classNames[i] ?? String(i)).padEnd(width)} ${probability.toFixed(4)} ${bar}`.trimEnd();
  });
  return [
    `${subject}: predicted ${predicted} ${className}${expected}`,
    ...notes.map((note) => `  (${note})`),
    ...bars,
    '',
  ].join('\n');
}
