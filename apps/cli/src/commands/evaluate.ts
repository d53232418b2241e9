import { stdout } from '../terminal/output.ts';
import type { Combination, TestTimeAugmentation } from '@atelier/training';
import { Argument, Command, Option } from 'commander';
import { testSamples } from '../open-run.ts';
import { combineOption, evaluateGroup, openRunGroup, ttaOption } from '../run-group.ts';
import { columnsOf, nameText, padColumns } from '../terminal/text.ts';
import { grouped, percent } from '../terminal/format.ts';

interface EvaluateCommandOptions {
  readonly data?: string;
  readonly combine: Combination;
  readonly tta: TestTimeAugmentation;
  readonly json?: boolean;
}

/** `evaluate`: measures a run's model on the test set. */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .addArgument(new Argument('<run...>', 'run folders'))
    .addOption(combineOption())
    .addOption(ttaOption())
    .addOption(new Option('--data <name|path>', 'a data set other than the one that the run was trained on'))
    .addOption(new Option('--json', 'print JSON'))
    .addHelpText(
      'after',
      '\nExamples:\n  $ atelier evaluate runs/mine\n  $ atelier evaluate runs/mine --json\n  $ atelier evaluate runs/five/member-* --combine vote',
    )
    .action(async (paths: string[], options: EvaluateCommandOptions) => {
      const group = openRunGroup(paths, options);
      const { samples } = await testSamples(group.runs[0], options.data);
      const evaluation = await evaluateGroup(group, samples);
      const { classNames } = group.runs[0].record.dataset;
      const perClass = evaluation.perClass.map((report, index) => ({
        className: classNames[index] ?? String(index),
        ...report,
      }));
      if (options.json === true) {
        const { accuracy, confusion } = evaluation;
        stdout.json({ loss: evaluation.loss, accuracy, tta: options.tta, confusion, perClass });
        return;
      }
      stdout.write(
        `Test accuracy ${percent(evaluation.accuracy)}, loss ${evaluation.loss.toFixed(4)}, ${grouped(samples.count)} images${options.tta === 'flip' ? ' and their mirror images' : ''}\n\n`,
      );
      stdout.write(table(perClass));
    });
}

function table(
  rows: readonly {
    className: string;
    precision: number;
    recall: number;
    f1: number;
    support: number;
  }[],
): string {
  const names = rows.map(({ className }) => nameText(className));
  const width = Math.max('class'.length, ...names.map(columnsOf));
  const line = (cells: readonly string[]): string =>
    `${padColumns(cells[0] ?? '', width)}${cells
      .slice(1)
      .map((cell) => cell.padStart(11))
      .join('')}\n`;
  return [
    line(['class', 'precision', 'recall', 'f1', 'images']),
    ...rows.map(({ precision, recall, f1, support }, index) =>
      line([
        names[index] ?? '',
        ...[precision, recall, f1].map((value) => value.toFixed(4)),
        String(support),
      ]),
    ),
  ].join('');
}
