import { checkObject, checkOptions } from '@atelier/checks';
import type { FigureText, LineFigure, Series } from '../figure.ts';
import type { Reliability } from '../records.ts';
import { checkNamed, checkTexts, textOptions } from './check-figure.ts';
import { lineFigure } from './line-figure.ts';

/**
 * How often predictions are right, by how sure the model was of them; several models are overlaid. Below the diagonal, a model is
 * surer than it should be.
 *
 * @throws TypeError naming an argument that is wrong or unknown
 * @throws RangeError without models, or for one without predictions
 */
export function reliabilityFigure(
  models: readonly Reliability[],
  options: Partial<FigureText> = {},
): LineFigure {
  checkOptions('reliabilityFigure', options, textOptions);
  checkTexts(options);
  checkNamed('models', models, 'bins', 'bins of predictions');
  if (models.length === 0) throw new RangeError('reliability: no model was given; give at least one');
  const series = models.map(({ name, bins }): Series => {
    for (const bin of bins) checkObject('A bin of predictions', bin, 'count, confidence and accuracy');
    return {
      name: name === '' ? 'model' : name,
      mark: 'line-and-dots',
      points: bins.map(({ confidence, accuracy }) => [confidence, accuracy]),
    };
  });
  const diagonal: Series = {
    name: 'perfectly calibrated',
    points: [
      [0, 0],
      [1, 1],
    ],
  };
  return lineFigure({
    title: 'Reliability',
    ...options,
    x: { label: 'mean probability of predictions', format: 'percent', domain: [0, 1] },
    y: { label: 'share that is right', format: 'percent', domain: [0, 1] },
    series: [...series, diagonal],
  });
}
