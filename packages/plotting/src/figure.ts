import type { Picture } from './picture.ts';

/**
 * A figure is a description: plain data that can be stored, compared or posted to another thread.
 * `renderSvg`, `renderPng` and `renderText` draw it.
 */
export type Figure = LineFigure | BarFigure | ConfusionFigure | ImageFigure;

/** The words that every figure has. */
export interface FigureText {
  readonly title: string;
  /** One line under the title. */
  readonly subtitle?: string | undefined;
  /** Text for screen readers. Default: a sentence made from the data. */
  readonly description?: string | undefined;
}

/** An axis: its name, scale and range. */
export interface Axis {
  /** The quantity, with its unit. */
  readonly label: string;
  /** `log` leaves out values that are not positive. Default `linear`. */
  readonly scale?: 'linear' | 'log' | undefined;
  /** `percent` shows 0.87 as 87%; `integer` has no ticks between whole numbers. Default `number`. */
  readonly format?: 'number' | 'integer' | 'percent' | undefined;
  /** Default: the data's range, widened to round numbers. */
  readonly domain?: readonly [low: number, high: number] | undefined;
  /** Ticks, ascending; those outside the domain are left out. Default: round numbers. */
  readonly ticks?: readonly number[] | undefined;
}

/** A point in the units of the axes. */
export type Point = readonly [x: number, y: number];

/** A curve or a set of dots. */
export interface Series {
  /** For the legend. */
  readonly name: string;
  /** In drawing order. A point that is not finite is left out and makes a gap in the line. */
  readonly points: readonly Point[];
  /** Default `line`. */
  readonly mark?: 'line' | 'dots' | 'line-and-dots' | undefined;
  /** Low and high of each point: a band around a line, error bars on dots. */
  readonly spread?: readonly (readonly [low: number, high: number])[] | undefined;
  /**
   * Series of one group share a colour, and series of one name share a mark: curves of several runs
   * are groups, training and validation are names. Default: each series is its own group.
   */
  readonly group?: string | undefined;
  /** A few words beside each point; an empty string leaves one out. */
  readonly pointLabels?: readonly string[] | undefined;
}

/** A line across the figure at one value, with its meaning. */
export interface Rule {
  /** The axis that the value lies on. */
  readonly axis: 'x' | 'y';
  /** In the axis's units. */
  readonly value: number;
  /** What the value means, in a few words. */
  readonly label: string;
}

/** Curves and dots over two axes. */
export interface LineFigure extends FigureText {
  readonly kind: 'line';
  readonly x: Axis;
  readonly y: Axis;
  /** At least one. */
  readonly series: readonly Series[];
  /** Default: none. */
  readonly rules?: readonly Rule[] | undefined;
  /** `ordered`: the series stand for rising values of one quantity, and so do their colours. Default `distinct`. */
  readonly colours?: 'distinct' | 'ordered' | undefined;
}

/** Bars of one colour, one per category. */
export interface BarSeries {
  /** For the legend. */
  readonly name: string;
  /** One per category. A value that is not finite has no bar, but the text "no value". */
  readonly values: readonly number[];
  /** Per category, low and high: error bars. */
  readonly spread?: readonly (readonly [low: number, high: number])[] | undefined;
  /** Per category, single values that the bar is the mean of: a dot for each. */
  readonly dots?: readonly (readonly number[])[] | undefined;
}

/** Bars by category, side by side for several series. */
export interface BarFigure extends FigureText {
  readonly kind: 'bars';
  /** Names, from the top; at least one. */
  readonly categories: readonly string[];
  readonly series: readonly BarSeries[];
  /** Starts at zero unless values are negative. */
  readonly value: Axis;
  /** Words after a category's name, such as "predicted"; the other bars are dimmed. */
  readonly notes?: readonly (string | undefined)[] | undefined;
}

/** How many samples of each class were taken for which. */
export interface ConfusionFigure extends FigureText {
  readonly kind: 'confusion';
  /** In the order of the labels. */
  readonly classNames: readonly string[];
  /** `matrix[label][predicted]`: counts. */
  readonly matrix: readonly (readonly number[])[];
}

/** One picture of an `ImageFigure`, with the words under it. */
export interface Tile {
  readonly picture: Picture;
  /** Lines under the picture; the first is the heading. */
  readonly lines: readonly string[];
  /** `right` and `wrong` are told apart by sign, frame and colour. Default: neither. */
  readonly verdict?: 'right' | 'wrong' | undefined;
}

/** Pictures in a grid. */
export interface ImageFigure extends FigureText {
  readonly kind: 'images';
  readonly tiles: readonly Tile[];
  /** Default: as many as fit. */
  readonly columns?: number | undefined;
  /** Meaning of the two ends of a diverging colour scale. */
  readonly colourBar?: { readonly low: string; readonly middle: string; readonly high: string } | undefined;
}
