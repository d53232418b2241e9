import { describe, expect, test } from 'vitest';
import { dark, light, palettes, themeVariables } from './theme.ts';

type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/** How people without one kind of cone see linear RGB: Machado, Oliveira and Fernandes 2009, severity 1. */
const visions: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s theme', (_, palette) => {
  test('has text of at least 4.5:1 against the surface (WCAG AA)', () => {
    for (const colour of [palette.ink, palette.muted, palette.right, palette.wrong]) {
      expect(contrast(colour, palette.surface)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('has text of at least 4.5:1 on every shade of a confusion matrix', () => {
    for (const shade of [palette.rightShade, palette.wrongShade]) {
      for (let share = 0; share <= 1; share += 0.05) {
        expect(contrast(palette.ink, mix(shade, palette.surface, share))).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test('has marks of at least 3:1 against the surface (WCAG 1.4.11)', () => {
    for (const colour of [...palette.series, ...palette.ordered, palette.axis]) {
      expect(contrast(colour, palette.surface)).toBeGreaterThanOrEqual(3);
    }
  });

  test.each(Object.entries(visions))('has colours that differ with %s', (__, vision) => {
    for (const [index, colour] of palette.series.entries()) {
      for (const other of palette.series.slice(0, index)) {
        expect(distance(colour, other, vision), `${colour} ${other}`).toBeGreaterThanOrEqual(0.1);
      }
    }
    expect(distance(palette.rightShade, palette.wrongShade, vision)).toBeGreaterThanOrEqual(0.15);
  });

  test('has ordered colours whose contrast with the surface only rises', () => {
    const contrasts = palette.ordered.map((colour) => contrast(colour, palette.surface));
    expect(contrasts).toEqual(contrasts.toSorted((a, b) => a - b));
    expect(palette.ordered).toHaveLength(8);
  });

  test('has as many colours as the other theme', () => {
    expect(palette.series).toHaveLength(8);
  });
});

test('automatic colours are variables that fall back to the light theme, and themeVariables defines each', () => {
  const { surface, series, ordered, ...colours } = palettes.auto;
  expect(surface).toBe('none');
  const css = themeVariables('dark');
  for (const colour of [...Object.values(colours), ...series, ...ordered]) {
    const [, name, fallback] = /^var\((--[\w-]+), (#[0-9a-f]{6})\)$/.exec(colour) ?? [];
    expect(css).toContain(`${name}: #`);
    expect([...Object.values(light), ...light.series, ...light.ordered]).toContain(fallback);
  }
});

function linear(colour: string): Rgb {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return [r, g, b];
}

function luminance(colour: string): number {
  const [r, g, b] = linear(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** What `fill-opacity` gives: a mix of the encoded values. */
function mix(top: string, below: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [top, below].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round((a ?? 0) * share + (b ?? 0) * (1 - share))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${parts.join('')}`;
}

/** Euclidean distance in OKLab (Björn Ottosson 2020). */
function distance(a: string, b: string, vision: Matrix): number {
  const [x, y] = [a, b].map((colour) => oklab(see(linear(colour), vision)));
  return Math.hypot(...(x ?? []).map((value, index) => value - (y?.[index] ?? 0)));
}

function see(colour: Rgb, vision: Matrix): Rgb {
  const [r = 0, g = 0, b = 0] = vision.map((row) => Math.min(1, Math.max(0, dot(row, colour))));
  return [r, g, b];
}

function oklab(colour: Rgb): Rgb {
  const cones: Rgb = [
    Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], colour)),
    Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], colour)),
    Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], colour)),
  ];
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], cones),
    dot([1.9779984951, -2.428592205, 0.4505937099], cones),
    dot([0.0259040371, 0.7827717662, -0.808675766], cones),
  ];
}

function dot(a: Rgb, b: Rgb): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
