import type { ClassReport } from './confusion.ts';

/** Precision, recall and F1 over all classes. */
export type AverageScores = Pick<ClassReport, 'precision' | 'recall' | 'f1'>;

/**
 * The means of classes' scores. `macro` counts each class alike, `weighted` by its samples, as in scikit-learn; classes that
 * neither occur nor are predicted count as 0.
 */
export function averageScores(perClass: readonly ClassReport[]): {
  readonly macro: AverageScores;
  readonly weighted: AverageScores;
} {
  const mean = (weightOf: (report: ClassReport) => number): AverageScores => {
    const total = perClass.reduce((sum, report) => sum + weightOf(report), 0);
    const of = (score: keyof AverageScores): number =>
      perClass.reduce((sum, report) => sum + weightOf(report) * report[score], 0) / total;
    return { precision: of('precision'), recall: of('recall'), f1: of('f1') };
  };
  return { macro: mean(() => 1), weighted: mean(({ support }) => support) };
}
