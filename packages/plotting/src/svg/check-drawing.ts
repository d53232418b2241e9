import { checkName, checkObject, checkOptions, found } from '@atelier/checks';
import type { Figure } from '../figure.ts';
import type { Theme } from './theme.ts';

/** Options of `renderSvg`. */
export interface RenderSvgOptions {
  /** Default `light`. */
  readonly theme?: Theme | undefined;
  /** Pixels, at least 240. Default 640, and more for a confusion matrix of many classes. The height follows. */
  readonly width?: number | undefined;
}

const SMALLEST_WIDTH = 240;

const figureKinds: readonly Figure['kind'][] = ['line', 'bars', 'confusion', 'images'];

const themes: readonly Theme[] = ['light', 'dark', 'auto'];

/** Throws for what can't be drawn, and a RangeError for a width under 240. */
export function checkDrawing(figure: Figure, options: RenderSvgOptions): void {
  checkObject('A figure', figure, 'kind and title');
  checkName('kind of figure', figure.kind, figureKinds);
  checkOptions('renderSvg', options, { theme: true, width: true });
  const { theme = 'light', width } = options;
  checkName('theme', theme, themes);
  if (
    width !== undefined &&
    !(typeof width === 'number' && width >= SMALLEST_WIDTH && Number.isFinite(width))
  ) {
    throw new RangeError(
      `a figure ${found(width)} pixels wide has no room for its labels; ${SMALLEST_WIDTH} is the least`,
    );
  }
}
