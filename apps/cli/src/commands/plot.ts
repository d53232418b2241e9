import { stdout } from '../terminal/output.ts';
import { basename, join } from 'node:path';
import { makeFolder, readRecord } from '@atelier/runs';
import { Argument, Command, Option } from 'commander';
import { UsageError } from '../errors.ts';
import { userPath } from '../paths.ts';
import { runFolderPath } from '../run-path.ts';

interface PlotOptions {
  readonly out: string;
  readonly quiet?: boolean;
}

/** `plot`: the curves of several runs in one figure. */
export function plotCommand(): Command {
  return new Command('plot')
    .addArgument(new Argument('<run...>', 'run folders'))
    .addOption(
      new Option(
        '--out <folder>',
        'folder for the figures of loss, accuracy and reliability, as SVG and PNG',
      ).default('plots'),
    )
    .addOption(new Option('--quiet', 'draw nothing in the terminal'))
    .addHelpText('after', '\nExample:\n  $ atelier plot runs/sgd runs/adam --out comparison')
    .action(async (typed: string[], { out, quiet }: PlotOptions) => {
      const paths = typed.map(runFolderPath);
      const names = distinctNames(paths);
      const runs = paths.map((path, index) => {
        const { history, calibration } = readRecord(path);
        if (history.length === 0) throw new UsageError(`The run ${path} has no finished epoch to plot`);
        return { name: names[index] ?? path, history, bins: calibration?.bins ?? [] };
      });
      const { accuracyCurves, lossCurves, reliabilityFigure } = await import('@atelier/plotting');
      const { curvesText, writeFigureFiles } = await import('../run-folder/figures.ts');
      const calibrated = runs.filter(({ bins }) => bins.length > 0);
      const folder = userPath(out);
      makeFolder(folder);
      const files = await writeFigureFiles(folder, {
        loss: lossCurves(runs),
        accuracy: accuracyCurves(runs),
        ...(calibrated.length > 0 && { reliability: reliabilityFigure(calibrated) }),
      });
      if (quiet === true) return;
      stdout.write(`${curvesText(runs, stdout.columns)}\n\n`);
      for (const file of files) stdout.write(`${join(folder, file)}\n`);
    });
}

/** The folders' names, or their whole paths if two names are the same. */
function distinctNames(paths: readonly string[]): string[] {
  const names = paths.map((path) => basename(path));
  return new Set(names).size === names.length ? names : [...paths];
}
