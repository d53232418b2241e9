import { describe, expect, test } from 'vitest';
import { madeKernel } from '../../test/made-up.ts';
import {
  barFigure,
  classBars,
  confusionMatrix,
  imageGrid,
  lineFigure,
  lossCurves,
  reliabilityFigure,
  probabilityBars,
  renderSvg,
  weightImages,
} from '../index.ts';

describe('what cannot be drawn is refused with its name and numbers', () => {
  const axes = { title: 'T', x: { label: 'x' }, y: { label: 'y' } };
  const image = { pixels: new Uint8Array(8), height: 2, width: 2, channels: 1 };
  test.each([
    ['no models', () => reliabilityFigure([]), 'reliability: no model was given; give at least one'],
    ['no runs', () => lossCurves([]), 'loss curves: no run was given; give at least one'],
    [
      'a run without epochs',
      () => lossCurves([{ name: 'r', history: [] }]),
      'loss curves: run "r" has no epochs',
    ],
    ['no series', () => lineFigure({ ...axes, series: [] }), 'figure "T" has no series to draw'],
    [
      'no points',
      () => lineFigure({ ...axes, series: [{ name: 's', points: [] }] }),
      'figure "T": series "s" has no point',
    ],
    [
      'a spread of another length',
      () => lineFigure({ ...axes, series: [{ name: 's', points: [[1, 1]], spread: [] }] }),
      'figure "T": series "s" has 1 points and 0 spreads',
    ],
    [
      'a falling domain',
      () =>
        lineFigure({ ...axes, y: { label: 'y', domain: [1, 0] }, series: [{ name: 's', points: [[1, 1]] }] }),
      'figure "T": axis "y" has the domain 1 to 0; it must rise',
    ],
    [
      'a logarithmic domain from zero',
      () =>
        lineFigure({
          ...axes,
          x: { label: 'x', scale: 'log', domain: [0, 1] },
          series: [{ name: 's', points: [[1, 1]] }],
        }),
      'figure "T": axis "x" has the domain 0 to 1; it must rise and be positive',
    ],
    [
      'no categories',
      () => barFigure({ title: 'T', categories: [], series: [], value: { label: 'v' } }),
      'figure "T" has no categories to draw',
    ],
    [
      'values missing',
      () =>
        barFigure({
          title: 'T',
          categories: ['a', 'b'],
          series: [{ name: 's', values: [1] }],
          value: { label: 'v' },
        }),
      'figure "T": series "s" has 1 entries for 2 categories',
    ],
    ['no classes', () => classBars([]), 'figure "Scores of each class" has no categories to draw'],
    [
      'an empty matrix',
      () => confusionMatrix({ classNames: [], matrix: [] }),
      'confusion matrix: there are no classes',
    ],
    [
      'rows missing',
      () => confusionMatrix({ classNames: ['a', 'b'], matrix: [[1, 2]] }),
      'confusion matrix: 1 rows for 2 class names',
    ],
    [
      'a ragged row',
      () => confusionMatrix({ classNames: ['a'], matrix: [[1, 2]] }),
      'confusion matrix: row 0 has 2 columns for 1 classes',
    ],
    [
      'half a count',
      () => confusionMatrix({ classNames: ['a'], matrix: [[0.5]] }),
      'confusion matrix: row 0 holds 0.5, not a count',
    ],
    [
      'bytes that are not images',
      () => imageGrid({ images: { ...image, pixels: new Uint8Array(7) }, classNames: [], captions: [] }),
      'images: 7 bytes are not a whole number of 2x2x1 images',
    ],
    [
      'images with two channels',
      () => imageGrid({ images: { ...image, channels: 2 }, classNames: [], captions: [] }),
      'images have 2 channels; 1 (gray) or 3 (RGB) can be drawn',
    ],
    [
      'captions missing',
      () => imageGrid({ images: image, classNames: [], captions: [{}] }),
      'image grid: 1 captions for 2 images',
    ],
    [
      'no images',
      () => imageGrid({ images: { ...image, pixels: new Uint8Array(0) }, classNames: [], captions: [] }),
      'image grid: there are no images',
    ],
    [
      'a kernel of another shape',
      () => weightImages({ kernel: new Float32Array(10), height: 2, width: 2 }),
      'weight images: 10 weights are not a whole number of 2x2x1 inputs',
    ],
    [
      'probabilities missing',
      () => probabilityBars({ classNames: ['a', 'b'], probabilities: [1] }),
      'figure "Probabilities": series "probability" has 1 entries for 2 categories',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(new RangeError(message));
  });

  test('a width without room for labels', async () => {
    const figure = lossCurves([{ name: 'r', history: [{ epoch: 1, loss: 1, accuracy: 0 }] }]);
    await expect(renderSvg(figure, { width: 100 })).rejects.toThrow(
      'a figure 100 pixels wide has no room for its labels; 240 is the least',
    );
  });
});

describe('weightImages', () => {
  test('shows the sign as colour and the size as opacity, of one scale for all units', () => {
    // Kernel [4, 2]: unit 0 holds 1, -0.5, 0, 0.25 and unit 1 only zeros and a NaN.
    const { tiles, colourBar } = weightImages({
      kernel: [1, 0, -0.5, 0, 0, Number.NaN, 0.25, 0],
      height: 2,
      width: 2,
    });
    const [first, second] = tiles.map(({ picture }) => picture.pixels);
    const alphas = [3, 7, 11, 15];
    expect(alphas.map((at) => first?.[at])).toEqual([255, 128, 0, 64]);
    expect(first?.slice(0, 3)).not.toEqual(first?.slice(4, 7));
    expect(first?.slice(0, 3)).toEqual(first?.slice(12, 15));
    expect(alphas.map((at) => second?.[at])).toEqual([0, 0, 255, 0]);
    expect(second?.slice(8, 12)).toEqual(Uint8Array.of(128, 128, 128, 255));
    expect(colourBar).toEqual({ low: '−1', middle: '0', high: '1' });
  });

  test('puts the channels of a colour image side by side', () => {
    // One pixel, three channels, one unit.
    const [tile] = weightImages({ kernel: [1, -1, 0.5], height: 1, width: 1, channels: 3 }).tiles;
    expect(tile?.picture).toMatchObject({ width: 3, height: 1, channels: 4 });
    expect([3, 7, 11].map((at) => tile?.picture.pixels[at])).toEqual([255, 255, 128]);
  });

  test('says when it leaves units out', () => {
    const { tiles, subtitle } = weightImages({ kernel: madeKernel(70), height: 28, width: 28 });
    expect(tiles).toHaveLength(64);
    expect(subtitle).toBe('the first 64 of 70 units');
  });
});

describe('imageGrid', () => {
  test('tells right from wrong by sign and words', async () => {
    const figure = imageGrid({
      images: { pixels: new Uint8Array(12).fill(9), height: 2, width: 2, channels: 1 },
      classNames: ['cat', 'dog'],
      captions: [
        { label: 0, predicted: 0, probability: 0.75 },
        { label: 0, predicted: 1, probability: 0.99999 },
        { label: 7 },
      ],
    });
    expect(figure.tiles.map(({ lines, verdict }) => [verdict, ...lines])).toEqual([
      ['right', 'cat', '75.0%'],
      ['wrong', 'dog', 'is cat', '>99.9%'],
      [undefined, 'class 7'],
    ]);
    const svg = await renderSvg(figure);
    expect(svg).toContain('✓ cat');
    expect(svg).toContain('✗ dog');
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
  });
});

describe('probabilityBars', () => {
  test('names the prediction and the right class', () => {
    const notes = (label?: number): readonly (string | undefined)[] | undefined =>
      probabilityBars({ classNames: ['a', 'b', 'c'], probabilities: Float32Array.of(0.2, 0.7, 0.1), label })
        .notes;
    expect(notes(0)).toEqual(['label', 'predicted', undefined]);
    expect(notes(1)).toEqual([undefined, 'predicted, right', undefined]);
    expect(notes()).toEqual([undefined, 'predicted', undefined]);
  });
});
