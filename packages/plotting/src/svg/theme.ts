import { checkName } from '@atelier/checks';

/** `auto` colours follow the page through CSS variables (see `themeVariables`), with the light ones as fallback. */
export type Theme = 'light' | 'dark' | 'auto';

/** Colours as SVG attribute values. */
export interface Palette {
  /** Behind the figure. `none` when the page shows through. */
  readonly surface: string;
  /** The surface's own colour, around marks and words that lie on others. */
  readonly halo: string;
  readonly ink: string;
  /** Secondary text. */
  readonly muted: string;
  readonly axis: string;
  readonly grid: string;
  /** Marks of right and wrong answers, strong enough for text on the surface. */
  readonly right: string;
  readonly wrong: string;
  /** The strongest fill under text in `ink`, for right and for wrong answers; weaker shades are its share over the surface. */
  readonly rightShade: string;
  readonly wrongShade: string;
  /**
   * Chosen by search: each at least 3:1 against the surface, and any two at least 0.1 apart in OKLab as seen with normal
   * vision and by protanopes, deuteranopes and tritanopes.
   */
  readonly series: readonly string[];
  /** From low to high values of one quantity: a part of matplotlib's `plasma`, each at least 3:1 against the surface. */
  readonly ordered: readonly string[];
}

export const light: Palette = {
  surface: '#ffffff',
  halo: '#ffffff',
  ink: '#1c2024',
  muted: '#5b626b',
  axis: '#8b929b',
  grid: '#e4e7eb',
  right: '#0064a8',
  wrong: '#c2410c',
  rightShade: '#4a94d8',
  wrongShade: '#ec8a45',
  series: ['#0064a8', '#d55e00', '#149d8a', '#a072e6', '#681b1c', '#a3394e', '#082c91', '#2b0c4d'],
  ordered: ['#d3682f', '#cc4f53', '#bd3786', '#a62098', '#8b0aa5', '#6a00a8', '#46039f', '#0d0887'],
};

export const dark: Palette = {
  surface: '#14171b',
  halo: '#14171b',
  ink: '#eceef0',
  muted: '#a3abb5',
  axis: '#6c747e',
  grid: '#2a2f36',
  right: '#56b4e9',
  wrong: '#f0883e',
  rightShade: '#1f66a8',
  wrongShade: '#a34a12',
  series: ['#56b4e9', '#f0883e', '#cbf6a9', '#a96699', '#efcc1d', '#6a7b27', '#4076f5', '#6ae5e0'],
  ordered: ['#8e58d8', '#b55fc4', '#d2639f', '#e56b7c', '#f3805c', '#fba040', '#fdc32c', '#f0f046'],
};

export const palettes: Readonly<Record<Theme, Palette>> = {
  light,
  dark,
  auto: {
    surface: 'none',
    halo: variable('halo'),
    ink: variable('ink'),
    muted: variable('muted'),
    axis: variable('axis'),
    grid: variable('grid'),
    right: variable('right'),
    wrong: variable('wrong'),
    rightShade: variable('rightShade'),
    wrongShade: variable('wrongShade'),
    series: light.series.map((colour, index) => `var(--figure-series-${index + 1}, ${colour})`),
    ordered: light.ordered.map((colour, index) => `var(--figure-ordered-${index + 1}, ${colour})`),
  },
};

function variable(name: Exclude<keyof Palette, 'series' | 'ordered'>): string {
  return `var(${variableName(name)}, ${light[name]})`;
}

function variableName(name: string): string {
  return `--figure-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * CSS declarations that give figures drawn with `theme: 'auto'` the colours of a theme, for a page's style sheet.
 *
 * @throws RangeError for an unknown theme
 */
export function themeVariables(theme: 'light' | 'dark'): string {
  checkName('theme', theme, ['light', 'dark']);
  const { series, ordered, ...colours } = palettes[theme];
  return [
    ...Object.entries(colours).map(([name, colour]) => `${variableName(name)}: ${colour};`),
    ...series.map((colour, index) => `--figure-series-${index + 1}: ${colour};`),
    ...ordered.map((colour, index) => `--figure-ordered-${index + 1}: ${colour};`),
  ].join(' ');
}
