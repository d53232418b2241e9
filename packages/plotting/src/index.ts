export type {
  Axis,
  BarFigure,
  BarSeries,
  ConfusionFigure,
  Figure,
  FigureText,
  ImageFigure,
  LineFigure,
  Point,
  Rule,
  Series,
  Tile,
} from './figure.ts';
export { barFigure, type BarFigureOptions } from './figures/bar-figure.ts';
export { classBars, type ClassBarsOptions } from './figures/class-bars.ts';
export { type ConfusedPair, confusedPairs, confusionFigure } from './figures/confused-pairs.ts';
export { confusionMatrix, type ConfusionMatrixOptions } from './figures/confusion-matrix.ts';
export { type ImageCaption, imageGrid, type ImageGridOptions } from './figures/image-grid.ts';
export { accuracyCurves, type CurvesOptions, lossCurves } from './figures/learning-curves.ts';
export { lineFigure, type LineFigureOptions, scatterFigure } from './figures/line-figure.ts';
export { probabilityBars, type ProbabilityBarsOptions } from './figures/probability-bars.ts';
export { reliabilityFigure } from './figures/reliability-figure.ts';
export { weightImages, type WeightImagesOptions } from './figures/weight-images.ts';
export type { Images, Picture } from './picture.ts';
export type { ClassScores, EpochRecord, Reliability, Run } from './records.ts';
export type { RenderSvgOptions } from './svg/check-drawing.ts';
export { renderSvg } from './svg/render-svg.ts';
export { type Theme, themeVariables } from './svg/theme.ts';
export { renderText, type RenderTextOptions } from './text/render-text.ts';
export { htmlPage } from './report/html-page.ts';
export type {
  Block,
  DetailsBlock,
  Fact,
  FactsBlock,
  FiguresBlock,
  HeadlineBlock,
  Page,
  Section,
  TableBlock,
  TextBlock,
} from './report/page.ts';
export { report, type RunReport } from './report/report.ts';
