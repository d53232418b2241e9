import { inferenceEngine } from '@atelier/atelier';
import {
  accuracyInterval,
  averageScores,
  calibration,
  classProbabilities,
  type Combination,
  Predictions,
  type TestTimeAugmentation,
  topAccuracy,
} from '@atelier/training';
import { Argument, Command, Option } from 'commander';
import { calibrationText, confusionText, scoresTable } from '../evaluate/describe-evaluation.ts';
import { addModelOptions, type ModelOptions } from '../open-model.ts';
import { samplesOf, type SamplesPart, samplesParts } from '../evaluate/measured-samples.ts';
import { combineOption, evaluateGroup, openRunGroup, ttaOption } from '../run-group.ts';
import { type ThreadsOption, threadsOption } from '../threads-option.ts';
import { grouped, interval, percent } from '../terminal/format.ts';
import { stdout } from '../terminal/output.ts';

interface EvaluateCommandOptions extends ModelOptions, ThreadsOption {
  readonly data?: string;
  readonly on: SamplesPart;
  readonly combine: Combination;
  readonly tta: TestTimeAugmentation;
  readonly csv?: boolean;
  readonly json?: boolean;
}

/** Beside accuracy, how often the label is among this many likeliest classes. */
const most = 5;

const titles = { test: 'Test', train: 'Training', validation: 'Validation' } as const;

/** `evaluate`: measures a run's model, or one of another program, on the test set. */
export function evaluateCommand(): Command {
  return addModelOptions(new Command('evaluate'))
    .addArgument(new Argument('<run...>', 'run folders, or model.json of TensorFlow.js'))
    .addOption(combineOption())
    .addOption(ttaOption())
    .addOption(threadsOption())
    .addOption(new Option('--data <name|path>', 'a data set other than the one that the run was trained on'))
    .addOption(new Option('--on <part>', 'which images').choices(samplesParts).default('test'))
    .addOption(
      new Option(
        '--csv',
        'print the predictions: index, label, class_name, probability, and one column per class',
      ),
    )
    .addOption(new Option('--json', 'print JSON').conflicts('csv'))
    .addHelpText(
      'after',
      '\nExamples:\n  $ atelier evaluate runs/mine\n  $ atelier evaluate runs/mine --on train\n  $ atelier evaluate runs/mine --csv > predictions.csv\n  $ atelier evaluate runs/five/member-* --combine vote\n  $ atelier evaluate model.json --data photos --class-names cat,dog --pixels 0-1',
    )
    .action(async (paths: string[], options: EvaluateCommandOptions) => {
      const group = openRunGroup(paths, {
        ...options,
        engine: inferenceEngine({ threads: options.threads }),
      });
      const { samples, areTest } = await samplesOf(group.runs, options);
      const evaluation = await evaluateGroup(group, samples);
      const { classNames } = group.runs[0];
      const { accuracy, loss, confusion, perClass } = evaluation;
      const probabilities = classProbabilities(evaluation.probabilities, samples.count);
      const { labels } = samples;
      if (options.csv === true) {
        printPredictions(probabilities, labels, classNames);
        return;
      }
      const range = accuracyInterval(accuracy, samples.count);
      const averages = averageScores(perClass);
      const calibrated = calibration(probabilities, labels);
      const top = topAccuracy(probabilities, labels, most);
      if (options.json === true) {
        stdout.json({
          on: options.on,
          areTestImages: areTest,
          loss,
          accuracy,
          interval: range,
          [`top${most}Accuracy`]: top,
          ...averages,
          calibration: calibrated,
          tta: options.tta,
          confusion,
          perClass: perClass.map((report, label) => ({
            className: classNames[label] ?? String(label),
            ...report,
          })),
        });
        return;
      }
      const mirrored = options.tta === 'flip' ? ' and their mirror images' : '';
      stdout.write(
        `${titles[options.on]} accuracy ${percent(accuracy)} (95% interval ${interval(range)}), loss ${loss.toFixed(4)}, ${grouped(samples.count)} images${mirrored}\n`,
      );
      if (classNames.length > most) {
        stdout.write(`The label is among the ${most} likeliest classes for ${percent(top)}\n`);
      }
      stdout.write(`${calibrationText(calibrated.error)}\n`);
      stdout.write(`${scoresTable(perClass, classNames, averages)}\n`);
      stdout.write(confusionText(confusion, classNames));
    });
}

function printPredictions(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classNames: readonly string[],
): void {
  const predictions = new Predictions(probabilities, classNames.length);
  stdout.csv(['index', 'label', 'class_name', 'probability', ...classNames]);
  for (let row = 0; row < labels.length; row++) {
    const own = predictions.row(row);
    const predicted = predictions.argMax(row);
    const label = labels[row] ?? 0;
    stdout.csv([row, classNames[label] ?? label, classNames[predicted] ?? '', own[predicted] ?? 0, ...own]);
  }
}
