import { inferenceEngine } from '@atelier/atelier';
import { pictureFormats } from '@atelier/datasets';
import { type Combination, Predictions, type Samples, type TestTimeAugmentation } from '@atelier/training';
import { Argument, Command, Option } from 'commander';
import { exitCodes, UsageError } from '../errors.ts';
import { addModelOptions, type ModelOptions } from '../open-model.ts';
import { testSamples } from '../evaluate/measured-samples.ts';
import { count as parseCount, index as parseIndex } from '../option-types.ts';
import { sortPaths } from '../predict/picture-files.ts';
import {
  describePrediction,
  likeliest,
  type Prediction,
  shrinkToColumns,
  strangerWarning,
  subjectOf,
  subjectText,
} from '../predict/prediction.ts';
import { type ReadImage, readImage } from '../read-image.ts';
import { combineOption, GroupPredictor, openRunGroup, type RunGroup, ttaOption } from '../run-group.ts';
import { stderr, stdout } from '../terminal/output.ts';
import { drawPictures } from '../terminal/picture.ts';
import { nameText } from '../terminal/text.ts';
import { type ThreadsOption, threadsOption } from '../threads-option.ts';

interface PredictOptions extends ModelOptions, ThreadsOption {
  readonly testIndex?: number;
  readonly combine: Combination;
  readonly tta: TestTimeAugmentation;
  readonly data?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly top?: number;
}

/** Pictures that are read at the same time. */
const readTogether = 32;

/** Of these, a thread predicts so many at a time: fewer would take longer, more leave nothing to the other threads. */
const batchSize = 8;

/** `predict`: what a run's model predicts for a test image, or for pictures. */
export function predictCommand(): Command {
  return addModelOptions(new Command('predict'))
    .addArgument(new Argument('<run>', 'a run folder, or a model.json of TensorFlow.js'))
    .addArgument(new Argument('[image...]', `${pictureFormats} files, folders of them, or more runs`))
    .addOption(combineOption())
    .addOption(ttaOption())
    .addOption(threadsOption())
    .addOption(new Option('--test-index <n>', 'a test image, from 0').argParser(parseIndex))
    .addOption(new Option('--data <name|path>', 'a data set other than the one that the run was trained on'))
    .addOption(
      new Option('--top <n>', 'only the n likeliest classes, in text and JSON')
        .argParser(parseCount)
        .conflicts('csv'),
    )
    .addOption(
      new Option(
        '--csv',
        'print a table: file, class_name, probability, one column per class, and tta if it is used',
      ),
    )
    .addOption(new Option('--json', 'print one JSON object per line').conflicts('csv'))
    .addHelpText(
      'after',
      '\nExamples:\n  $ atelier predict runs/mine --test-index 0\n  $ atelier predict runs/mine shoe.png shirt.jpg --top 3\n  $ atelier predict runs/mine photos --csv > predictions.csv\n  $ atelier predict runs/five/member-* shoe.png --combine vote\n  $ atelier predict model.json cat.png --class-names cat,dog --pixels 0-1',
    )
    .action(async (first: string, others: string[], options: PredictOptions) => {
      const { runs, pictures } = await sortPaths(others);
      if (options.testIndex === undefined && pictures.length === 0) {
        throw new UsageError('predict takes image files, or --test-index N');
      }
      if (options.testIndex === undefined && options.data !== undefined) {
        throw new UsageError('--data has the image of --test-index; pictures need none');
      }
      const group = openRunGroup([first, ...runs], {
        ...options,
        engine: inferenceEngine({ threads: options.threads }),
      });
      const { classNames } = group.runs[0];
      const { top = 0 } = options;
      if (top > classNames.length) {
        throw new UsageError(`The model has ${classNames.length} classes; found --top ${top}`);
      }
      if (options.csv === true) {
        stdout.csv([
          'file',
          'class_name',
          'probability',
          ...classNames,
          ...(options.tta === 'none' ? [] : ['tta']),
        ]);
      }
      const predictor = await GroupPredictor.open(group, batchSize);
      const predicting: Predicting = { runs: group.runs, predictor, options };
      if (options.testIndex !== undefined) await predictTestImage(predicting, options.testIndex);
      await predictFiles(predicting, pictures);
      await predictor.dispose();
    });
}

/** What the pictures go to. */
interface Predicting extends Pick<RunGroup, 'runs'> {
  readonly predictor: GroupPredictor;
  readonly options: PredictOptions;
}

async function predictTestImage(predicting: Predicting, index: number): Promise<void> {
  const { runs, options } = predicting;
  const samples = await testSamples(runs, options.data);
  const { count, height, width, channels } = samples;
  if (index >= count)
    throw new UsageError(`There are test images 0 to ${count - 1}; found --test-index ${index}`);
  const size = height * width * channels;
  const images = samples.images.subarray(index * size, (index + 1) * size);
  const label = samples.labels?.[index] ?? 0;
  const labelName = runs[0].classNames[label] ?? String(label);
  const image = { images, count: 1, height, width, channels };
  await print(predicting, [{ subject: { index, label, labelName }, image }]);
}

/** Predicts all files that can be read; one that cannot is named, and the exit code says so. */
async function predictFiles(predicting: Predicting, files: readonly string[]): Promise<void> {
  const [{ shape, placement, path }] = predicting.runs;
  if (files.length > 0 && placement === undefined) {
    stderr.write(
      `${path} does not say how its training pictures lie, being of an earlier version or another program: pictures are scaled as a whole, and inverted if their border is bright\n`,
    );
  }
  for (let start = 0; start < files.length; start += readTogether) {
    const batch = files.slice(start, start + readTogether);
    const found = await Promise.all(
      batch.map(async (file) => {
        try {
          return { file, read: await readImage(file, shape, placement) };
        } catch (error) {
          if (!(error instanceof UsageError)) throw error;
          return { file, problem: error.message };
        }
      }),
    );
    const seen: Pictured[] = [];
    for (const { file, read, problem } of found) {
      if (problem !== undefined) {
        stderr.write(`error: ${nameText(problem, Infinity)}\n`);
        process.exitCode = exitCodes.usage;
      } else if (read.blank) {
        await print(predicting, seen.splice(0));
        printBlank(file, predicting.options);
      } else {
        seen.push(pictured(file, read));
      }
    }
    await print(predicting, seen);
  }
}

/** A picture as the network gets it, and what is known of it. */
interface Pictured {
  readonly subject: Pick<Prediction, 'file' | 'index' | 'notes' | 'label' | 'labelName' | 'strangeness'>;
  readonly image: Samples;
}

function pictured(file: string, { samples, notes, strangeness }: ReadImage): Pictured {
  return { subject: { file, notes, ...(strangeness !== undefined && { strangeness }) }, image: samples };
}

function printBlank(file: string, { json, csv }: PredictOptions): void {
  if (json === true) stdout.json({ file, blank: true });
  else if (csv !== true) stdout.write(`${subjectText({ file })}: nothing to see\n\n`);
  if (json === true || csv === true) stderr.write(`${subjectText({ file })}: nothing to see\n`);
}

async function print({ runs, predictor, options }: Predicting, pictures: readonly Pictured[]): Promise<void> {
  const [first] = pictures;
  if (!first) return;
  const { classNames } = runs[0];
  const images = new Uint8Array(Buffer.concat(pictures.map(({ image }) => image.images)));
  const outputs = await predictor.predict({ ...first.image, images, count: pictures.length });
  const predictions = new Predictions(outputs, outputs.length / pictures.length);
  for (const [row, { subject, image }] of pictures.entries()) {
    const probabilities = Array.from(predictions.row(row));
    const predicted = predictions.argMax(row);
    const className = classNames[predicted] ?? String(predicted);
    const prediction: Prediction = { ...subject, predicted, className, probabilities };
    const warning = strangerWarning(prediction);
    if (options.json === true) {
      const { top } = options;
      stdout.json({
        ...prediction,
        ...(options.tta !== 'none' && { tta: options.tta }),
        ...(top !== undefined && { top: likeliest(probabilities, classNames, top) }),
      });
    } else if (options.csv === true) {
      const probability = probabilities[predicted] ?? 0;
      const tta = options.tta === 'none' ? [] : [options.tta];
      stdout.csv([subjectOf(subject), className, probability, ...probabilities, ...tta]);
    } else {
      if (stdout.isTTY) {
        const picture = { ...image, pixels: image.images };
        stdout.styled(drawPictures([shrinkToColumns(picture, stdout.columns)], stdout.colours));
      }
      stdout.write(`${describePrediction(prediction, classNames, options.top)}\n`);
    }
    if (warning !== undefined) stderr.write(`${warning}\n`);
  }
}
