import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { madeHistory } from '../../test/made-up.ts';
import { parseSvg, type Placed, placed, readAxis } from '../../test/read-svg.ts';
import { accuracyCurves, lineFigure, lossCurves, renderSvg, scatterFigure } from '../index.ts';
import { light } from './theme.ts';

const history = madeHistory({ epochs: 30 });

test('a series of few points keeps its marks beside a curve of many', async () => {
  const figure = lineFigure({
    title: 'T',
    x: { label: 'rate' },
    y: { label: 'loss' },
    series: [
      { name: 'loss', points: Array.from({ length: 500 }, (_, index) => [index, Math.sin(index)]) },
      { name: 'suggested', mark: 'line-and-dots', points: [[250, 0]] },
    ],
  });
  const svg = await renderSvg({ ...figure, series: [figure.series[1]!, figure.series[0]!] });
  expect(placed(parseSvg(svg), 'circle').map(({ element }) => element.getAttribute('r'))).toEqual(['3.5']);
});

test('the words on a rule stand where no curve passes', async () => {
  const rising = (points: readonly (readonly [number, number])[]) =>
    lineFigure({
      title: 'T',
      x: { label: 'x' },
      y: { label: 'y' },
      series: [{ name: 's', points }],
      rules: [{ axis: 'y', value: 0.5, label: 'tolerance' }],
    });
  const anchor = async (figure: ReturnType<typeof rising>): Promise<string | null | undefined> =>
    placed(parseSvg(await renderSvg(figure)), 'text')
      .find(({ text }) => text === 'tolerance')
      ?.element.getAttribute('text-anchor');
  const atTheLeft = [
    [0, 0],
    [0.5, 1],
    [10, 1],
  ] as const;
  expect(await anchor(rising(atTheLeft))).toBe('end');
  expect(await anchor(rising(atTheLeft.map(([x, y]) => [10 - x, y] as const)))).toBe('start');
});

test('every tick of a logarithmic axis has its label', async () => {
  const ticks = [1, 2, 4, 8, 9, 32];
  const figure = lineFigure({
    title: 'T',
    x: { label: 'x', scale: 'log', ticks },
    y: { label: 'y', scale: 'log', ticks },
    series: [{ name: 's', points: ticks.map((value) => [value, value] as const) }],
  });
  const texts = placed(parseSvg(await renderSvg(figure, { width: 1200 })), 'text').map(({ text }) => text);
  for (const tick of ticks) expect(texts.filter((text) => text === String(tick))).toHaveLength(2);
});

test('no group has a name without a role', async () => {
  expect(await renderSvg(lossCurves([{ name: 'run', history }]))).not.toContain('aria-');
});

describe('curves', () => {
  test('put every training dot where the ticks say its value is', async () => {
    const root = parseSvg(await renderSvg(lossCurves([{ name: 'run', history }])));
    const { x, y } = axes(root);
    const dots = placed(root, 'circle');
    expect(dots).toHaveLength(30);
    for (const [index, dot] of dots.entries()) {
      expect(x(dot.x)).toBeCloseTo(index + 1, 2);
      expect(y(dot.y)).toBeCloseTo(history[index]?.loss ?? Number.NaN, 3);
    }
  });

  test('draw validation as one line through its values', async () => {
    const root = parseSvg(await renderSvg(accuracyCurves([{ name: 'run', history }])));
    const { x, y } = axes(root);
    const [line, ...others] = paths(root);
    expect(others).toHaveLength(0);
    expect(line).toHaveLength(30);
    for (const [index, [px, py]] of (line ?? []).entries()) {
      expect(x(px)).toBeCloseTo(index + 1, 2);
      // The ticks are percentages.
      expect(y(py)).toBeCloseTo((history[index]?.valAccuracy ?? Number.NaN) * 100, 1);
    }
  });

  test('leave gaps for what is not finite, and show a point without neighbours as a mark', async () => {
    const values = [0.9, 0.8, Number.NaN, 0.6, Infinity, 0.5, 0.4];
    const gaps = values.map((loss, index) => ({ epoch: index + 1, loss: 1, accuracy: 0, valLoss: loss }));
    const root = parseSvg(await renderSvg(lossCurves([{ name: 'run', history: gaps }])));
    const { x, y } = axes(root);
    expect(paths(root).map((points) => points.length)).toEqual([2, 2]);
    // Squares are the second series' mark; Plot draws them as paths of their own.
    const alone = placed(root, 'path').filter(({ element }) => element.querySelector('title') !== null);
    expect(alone).toHaveLength(1);
    expect(x(alone[0]?.x ?? 0)).toBeCloseTo(4, 2);
    expect(y(alone[0]?.y ?? 0)).toBeCloseTo(0.6, 3);
  });

  test('of one epoch have one tick, and both points', async () => {
    const root = parseSvg(await renderSvg(lossCurves([{ name: 'run', history: history.slice(0, 1) }])));
    const titles = [...root.querySelectorAll('g title')].map((title) => title.textContent);
    expect(titles).toEqual(['training: epoch 1, loss 0.661525', 'validation: epoch 1, loss 0.645082']);
    expect(placed(root, 'text').filter(({ text }) => text === '1')).toHaveLength(1);
  });

  test('of several runs are named at their ends, apart from each other and inside the figure', async () => {
    const runs = Array.from({ length: 12 }, (_, index) => ({
      name: `run ${index}`,
      history: madeHistory({ epochs: 5, seed: index, floor: 0.3 + index * 0.001 }),
    }));
    const root = parseSvg(await renderSvg(lossCurves(runs)));
    const height = Number(root.getAttribute('height'));
    const labels = placed(root, 'text').filter(({ text }) => /^run \d+$/.test(text));
    expect(labels.map(({ text }) => text).sort()).toEqual(runs.map(({ name }) => name).sort());
    const rows = labels.map(({ y }) => y).sort((a, b) => a - b);
    for (const [index, row] of rows.entries()) {
      expect(row).toBeGreaterThan(0);
      expect(row).toBeLessThan(height);
      expect(row - (rows[index - 1] ?? -Infinity)).toBeGreaterThanOrEqual(15.9);
    }
  });

  test('of two runs with one name are kept apart', async () => {
    const root = parseSvg(
      await renderSvg(
        lossCurves([
          { name: 'mlp', history },
          { name: 'mlp', history: madeHistory({ epochs: 30, seed: 2 }) },
        ]),
      ),
    );
    const texts = placed(root, 'text').map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['mlp', 'mlp (2)']));
  });

  test('of a run under way keep their place when the number of epochs is known', async () => {
    const [early, late] = await Promise.all(
      [7, 20].map(async (count) => {
        const root = parseSvg(
          await renderSvg(lossCurves([{ name: 'r', history: history.slice(0, count) }], { epochs: 30 })),
        );
        return placed(root, 'circle').map(({ x }) => x);
      }),
    );
    expect(early).toHaveLength(7);
    expect(late?.slice(0, 7)).toEqual(early);
    expect(lossCurves([{ name: 'r', history }], { epochs: 5 }).x.domain).toEqual([1, 30]);
    expect(() => lossCurves([{ name: 'r', history }], { epochs: 0 })).toThrow(
      'loss curves: 0 epochs; it must be a whole number from 1',
    );
  });

  test('that explode get a logarithmic axis', () => {
    const losses = [0.9, 0.7, 3, 800, 2e7].map((loss, index) => ({ epoch: index + 1, loss, accuracy: 0.1 }));
    expect(lossCurves([{ name: 'sgd 10', history: losses }]).y.scale).toBe('log');
    expect(lossCurves([{ name: 'adam', history }]).y.scale).toBe('linear');
  });
});

describe('figures over numeric axes', () => {
  const base = { title: 'T', x: { label: 'rate', scale: 'log' }, y: { label: 'accuracy' } } as const;

  test('put points on a logarithmic axis by their exponents', async () => {
    const rates = [1e-4, 1e-3, 1e-2, 1e-1];
    const root = parseSvg(
      await renderSvg(
        scatterFigure({ ...base, series: [{ name: 's', points: rates.map((rate) => [rate, rate * 3]) }] }),
      ),
    );
    const dots = placed(root, 'circle').map(({ x }) => x);
    const steps = dots.slice(1).map((x, index) => x - (dots[index] ?? 0));
    for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? 0, 1);
    expect(placed(root, 'text').map(({ text }) => text)).toEqual(
      expect.arrayContaining(['1e-4', '0.001', '0.01', '0.1']),
    );
  });

  test('draw error bars from low to high', async () => {
    const root = parseSvg(
      await renderSvg(
        scatterFigure({
          ...base,
          x: { label: 'x' },
          series: [
            {
              name: 's',
              points: [
                [1, 0.5],
                [2, 0.6],
              ],
              spread: [
                [0.4, 0.7],
                [0.55, 0.65],
              ],
            },
          ],
        }),
      ),
    );
    const { y } = axes(root);
    const bars = [...root.querySelectorAll('line')].filter(
      (line) => line.getAttribute('x1') === line.getAttribute('x2'),
    );
    expect(
      bars.map((bar) =>
        [y(Number(bar.getAttribute('y1'))), y(Number(bar.getAttribute('y2')))].map((v) => v.toFixed(2)),
      ),
    ).toEqual([
      ['0.40', '0.70'],
      ['0.55', '0.65'],
    ]);
  });

  test('write point labels that cover neither points nor each other', async () => {
    const points = Array.from({ length: 8 }, (_, index) => [index, 0.5 + index * 0.01] as const);
    const root = parseSvg(
      await renderSvg(
        scatterFigure({
          ...base,
          x: { label: 'units' },
          series: [{ name: 's', points, pointLabels: points.map((_, index) => `n${index}`) }],
        }),
      ),
    );
    const labels = placed(root, 'text').filter(({ text }) => /^n\d$/.test(text));
    expect(labels).toHaveLength(8);
    for (const label of labels) {
      for (const dot of placed(root, 'circle')) {
        expect(Math.hypot(label.x - dot.x, label.y - dot.y)).toBeGreaterThan(8);
      }
    }
  });

  test('clip curves to a given domain, by the same name every time', async () => {
    const figure = lineFigure({
      ...base,
      y: { label: 'loss', domain: [0, 1] },
      series: [
        {
          name: 's',
          points: [
            [0.1, 0.5],
            [1, 9],
          ],
        },
      ],
    });
    const first = await renderSvg(figure);
    expect(first).toMatch(/<clipPath id="clip-[\d-]+">/);
    expect(await renderSvg(figure)).toBe(first);
  });

  test('never write a number that is none, whatever the data', async () => {
    const value = fc.oneof(
      fc.double(),
      fc.double({ min: 0, max: 1 }),
      fc.constantFrom(0, -0, 1e308, -1e308, 5e-324),
    );
    const scale = fc.constantFrom('linear', 'log', undefined);
    const series = fc.record({
      name: fc.string(),
      points: fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 12 }),
      mark: fc.constantFrom('line', 'dots', 'line-and-dots', undefined),
      group: fc.option(fc.string(), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(series, { minLength: 1, maxLength: 4 }),
        scale,
        scale,
        async (list, xScale, yScale) => {
          const svg = await renderSvg(
            lineFigure({
              title: 'T',
              x: { label: 'x', scale: xScale },
              y: { label: 'y', scale: yScale },
              series: list.map((one) => ({ ...one, name: `s${one.name.length}`, group: one.group && 'g' })),
            }),
          );
          const attributes = svg.replace(/<title>.*?<\/title>|<desc>.*?<\/desc>/g, '');
          expect(attributes).not.toMatch(/NaN|Infinity|undefined/);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** Both axes, read from the ticks' labels. */
function axes(root: Element): { x: (pixel: number) => number; y: (pixel: number) => number } {
  const ticks = placed(root, 'text').filter(({ text }) => /^[−\d.]+%?$/.test(text));
  const value = ({ text }: Placed): number => Number.parseFloat(text.replace('−', '-'));
  const left = Math.min(...ticks.map(({ x }) => x));
  const low = Math.max(...ticks.map(({ y }) => y));
  return {
    x: readAxis(ticks.filter(({ y }) => y === low).map((tick) => ({ at: tick.x, value: value(tick) }))),
    y: readAxis(ticks.filter(({ x }) => x === left).map((tick) => ({ at: tick.y, value: value(tick) }))),
  };
}

/** Corners of the curves, a list for each unbroken piece. */
function paths(root: Element): (readonly [number, number])[][] {
  const curve = [...root.querySelectorAll('path')].filter(
    (path) =>
      path.parentElement?.getAttribute('fill') === 'none' &&
      path.parentElement.getAttribute('stroke-linejoin') === 'round',
  );
  return curve.flatMap((path) =>
    (path.getAttribute('d') ?? '')
      .split('M')
      .filter(Boolean)
      .map((piece) =>
        piece.split('L').map((pair): readonly [number, number] => {
          const [x = 0, y = 0] = pair.split(',').map(Number);
          return [x, y];
        }),
      )
      .filter((piece) => piece.length > 1),
  );
}

test('ordered series take the ends of the ordered colours and what lies evenly between', async () => {
  const figure = lineFigure({
    title: 'T',
    x: { label: 'x' },
    y: { label: 'y' },
    colours: 'ordered',
    series: [1, 2, 3].map((rate) => ({
      name: String(rate),
      points: [
        [0, rate],
        [1, rate],
      ],
    })),
  });
  const svg = await renderSvg(figure);
  const used = light.ordered.filter((colour) => svg.includes(`stroke="${colour}"`));
  expect(used).toEqual([0, 4, 7].map((index) => light.ordered[index]));
});
