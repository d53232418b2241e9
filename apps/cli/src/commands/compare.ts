import { accuracyInterval, compareModels, Predictions } from '@atelier/training';
import { Argument, Command, Option } from 'commander';
import { UsageError } from '../errors.ts';
import { testSamples } from '../evaluate/measured-samples.ts';
import { openRunGroup, predictGroup } from '../run-group.ts';
import { grouped, interval, percent } from '../terminal/format.ts';
import { stdout } from '../terminal/output.ts';

/** Less likely than this, a difference counts as more than chance. */
const significant = 0.05;

/** `compare`: whether two runs' models differ on the same test images by more than chance. */
export function compareCommand(): Command {
  return new Command('compare')
    .addArgument(new Argument('<run>', 'a run folder'))
    .addArgument(new Argument('<other>', 'another, trained on data with the same classes'))
    .addOption(
      new Option('--data <name|path>', 'a data set other than the one that the first run was trained on'),
    )
    .addOption(new Option('--json', 'print JSON'))
    .addHelpText('after', '\nExamples:\n  $ atelier compare runs/narrow runs/wide')
    .action(async (first: string, other: string, options: { data?: string; json?: boolean }) => {
      const group = openRunGroup([first, other], { combine: 'mean', tta: 'none' });
      const [one, two] = group.runs;
      if (!two) throw new UsageError('compare takes two runs');
      const samples = await testSamples([one, two], options.data);
      const { count, labels } = samples;
      const predictions = [];
      for (const run of [one, two]) {
        const outputs = await predictGroup({ ...group, runs: [run] }, samples);
        const found = new Predictions(outputs, outputs.length / count);
        predictions.push(Array.from(labels, (_, index) => found.argMax(index)));
      }
      const [own = [], others = []] = predictions;
      const runs = [own, others].map((predicted, at) => {
        const accuracy = predicted.filter((each, index) => each === labels[index]).length / count;
        return { run: at === 0 ? first : other, accuracy, interval: accuracyInterval(accuracy, count) };
      });
      const { onlyFirst, onlySecond, pValue } = compareModels(own, others, labels);
      if (options.json === true) {
        stdout.json({ images: count, runs, onlyFirst, onlySecond, pValue });
        return;
      }
      for (const { run, accuracy, interval: range } of runs) {
        stdout.write(
          `${run}: ${percent(accuracy)} of ${grouped(count)} test images (95% interval ${interval(range)})\n`,
        );
      }
      stdout.write(
        `${grouped(onlyFirst)} images only the first has right, ${grouped(onlySecond)} only the second\n`,
      );
      const p = pValue < 0.0001 ? 'p < 0.0001' : `p = ${pValue.toFixed(4)}`;
      stdout.write(
        pValue < significant
          ? `The ${onlyFirst > onlySecond ? 'first' : 'second'} is better by more than chance (McNemar's test, ${p})\n`
          : `The difference may be chance (McNemar's test, ${p})\n`,
      );
    });
}
