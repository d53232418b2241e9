import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  accuracyCurves,
  confusionFigure,
  type Figure,
  lossCurves,
  reliabilityFigure,
  renderText,
  report,
} from '@atelier/plotting';
import { renderSvgAndPng } from '@atelier/plotting/png';
import { removeAbandoned, runFiles, type RunRecord, writeWhole } from '@atelier/runs';
import type { Evaluation, Samples } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { reportOf } from './report.ts';

/** Height of a curve in a terminal, in lines. */
const textSize = { height: 15 };

/**
 * Writes a run's figures, each as SVG and PNG, and its report.
 *
 * @param folder an absolute path
 * @returns the files written, within the folder
 */
export async function writeFigures(
  folder: string,
  record: RunRecord,
  evaluation: Evaluation,
  test: Samples,
  model: LayersModel,
): Promise<string[]> {
  const { history, config } = record;
  const figures: Record<string, Figure> = {
    // A run that was interrupted in its first epoch has no curves.
    ...(history.length > 0 && {
      loss: lossCurves([{ name: config.preset, history }]),
      accuracy: accuracyCurves([{ name: config.preset, history }]),
    }),
    ...(record.calibration && {
      reliability: reliabilityFigure([{ name: config.preset, bins: record.calibration.bins }]),
    }),
    confusion: confusionFigure({
      classNames: record.dataset.classNames,
      matrix: evaluation.confusion,
      subtitle: `${config.preset}, ${record.dataset.counts.test} test images`,
    }),
  };
  // Figures are drawn on other threads; the report is written meanwhile.
  const [files, page] = await Promise.all([
    writeFigureFiles(join(folder, runFiles.plots), figures),
    report(reportOf(record, evaluation, test, model)),
  ]);
  await writeWhole(join(folder, runFiles.report), page);
  return [...files.map((file) => join(runFiles.plots, file)), runFiles.report];
}

/**
 * Writes figures as `<name>.svg` and `<name>.png`.
 *
 * @returns the files' names
 */
export async function writeFigureFiles(folder: string, figures: Record<string, Figure>): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const drawn = await Promise.all(
    Object.entries(figures).map(async ([name, figure]) => {
      const { svg, png } = await renderSvgAndPng(figure);
      return { [`${name}.svg`]: svg, [`${name}.png`]: png };
    }),
  );
  const files = drawn.flatMap((each) => Object.entries(each));
  for (const [file, content] of files) await writeWhole(join(folder, file), content);
  for (const [file] of files) removeAbandoned(join(folder, file));
  return files.map(([file]) => file);
}

/**
 * The curves of some runs' loss and accuracy in characters. Runs without epochs are left out.
 *
 * @param columns of the terminal
 */
export function curvesText(
  runs: readonly { readonly name: string; readonly history: RunRecord['history'] }[],
  columns: number,
): string {
  const drawn = runs.filter(({ history }) => history.length > 0);
  if (drawn.length === 0) return '';
  return [lossCurves(drawn), accuracyCurves(drawn)]
    .map((figure) => renderText(figure, { ...textSize, width: Math.max(32, Math.min(118, columns - 2)) }))
    .join('\n\n');
}
