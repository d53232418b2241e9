import { confusedPairs } from '@atelier/plotting';
import type { AverageScores, ClassReport } from '@atelier/training';
import { percent } from '../terminal/format.ts';
import { columnsOf, nameText, padColumns } from '../terminal/text.ts';

/** The most classes whose matrix fits a terminal of 80 columns. */
const matrixClasses = 12;

/** Of more classes, those with the lowest F1 are listed. */
const listedClasses = 100;

const listedPairs = 20;

/** A table of each class's scores, and of their averages. */
export function scoresTable(
  perClass: readonly ClassReport[],
  classNames: readonly string[],
  averages: { readonly macro: AverageScores; readonly weighted: AverageScores },
): string {
  const all = perClass.map((report, label) => ({
    name: nameText(classNames[label] ?? String(label)),
    report,
  }));
  const many = all.length > listedClasses;
  const shown = many ? all.toSorted((a, b) => a.report.f1 - b.report.f1).slice(0, listedClasses) : all;
  const width = shown.reduce((widest, { name }) => Math.max(widest, columnsOf(name)), 'macro average'.length);
  const line = (name: string, cells: readonly string[]): string =>
    `${padColumns(name, width)}${cells.map((cell) => cell.padStart(11)).join('')}\n`;
  const scores = ({ precision, recall, f1 }: AverageScores): string[] =>
    [precision, recall, f1].map((value) => value.toFixed(4));
  const total = perClass.reduce((sum, { support }) => sum + support, 0);
  return [
    many ? `The ${listedClasses} classes with the lowest F1, of ${all.length}:\n` : '',
    line('class', ['precision', 'recall', 'f1', 'images']),
    ...shown.map(({ name, report }) => line(name, [...scores(report), String(report.support)])),
    line('macro average', [...scores(averages.macro), String(total)]),
    line('weighted', [...scores(averages.weighted), String(total)]),
  ].join('');
}

/** The confusion matrix, or of many classes the pairs that were confused most often. */
export function confusionText(
  confusion: readonly (readonly number[])[],
  classNames: readonly string[],
): string {
  const names = classNames.map((name) => nameText(name, 24));
  if (names.length > matrixClasses) {
    const pairs = confusedPairs(confusion, listedPairs).map(
      ({ label, predicted, count }) =>
        `  ${String(count).padStart(6)}  ${names[label]} → ${names[predicted]}\n`,
    );
    return pairs.length === 0
      ? 'No class was taken for another\n'
      : `Most often confused (label → predicted):\n${pairs.join('')}`;
  }
  const width = names.reduce((widest, name) => Math.max(widest, columnsOf(name)), 0);
  const cell = (text: string): string => text.padStart(5);
  const rows = confusion.map(
    (row, label) =>
      `  ${String(label).padStart(2)} ${padColumns(names[label] ?? '', width)} ${row.map((count) => cell(count === 0 ? '·' : String(count))).join('')}\n`,
  );
  const head = `     ${' '.repeat(width)} ${names.map((_, label) => cell(String(label))).join('')}\n`;
  return `Confusion matrix (rows: label, columns: predicted):\n${head}${rows.join('')}`;
}

/** How far the probabilities can be trusted. */
export function calibrationText(error: number): string {
  return `Calibration: its probabilities are off by ${percent(error)} on average (expected calibration error)\n`;
}
