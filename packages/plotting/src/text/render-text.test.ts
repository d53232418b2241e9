import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { madeHistory } from '../../test/made-up.ts';
import { accuracyCurves, type LineFigure, lineFigure, lossCurves, renderText } from '../index.ts';
import { columnsOf } from './terminal-text.ts';

const history = madeHistory({ epochs: 30 });
const figure = lossCurves([{ name: 'mlp-32', history }]);
const escapes = /\p{Cc}\[[\d;]*m/gu;

describe('renderText', () => {
  test('fills 80 columns and 20 lines unless told otherwise', () => {
    const lines = renderText(figure).split('\n');
    expect(lines).toHaveLength(20);
    expect(Math.max(...lines.map(columnsOf))).toBe(80);
    expect(renderText(figure, { width: 50, height: 12 }).split('\n')).toHaveLength(12);
  });

  test('puts each marker in the row and column of its value', () => {
    const { at, markers } = read(renderText(figure, { width: 100, height: 40 }), '●');
    expect(markers).toHaveLength(30);
    for (const [index, marker] of markers.entries()) {
      const { epoch, loss } = history[index] ?? { epoch: 0, loss: 0 };
      expect(Math.abs(at.x(marker.column) - epoch)).toBeLessThan(0.35);
      expect(Math.abs(at.y(marker.row) - loss)).toBeLessThan(0.012);
    }
  });

  test('draws a line through the cells of its values', () => {
    const validation = history.map(({ epoch, valLoss = 0 }) => [epoch, valLoss] as const);
    const alone = lineFigure({
      title: 'T',
      x: { label: 'epoch', format: 'integer' },
      y: { label: 'loss' },
      series: [{ name: 'validation', points: validation }],
    });
    for (const charset of ['unicode', 'ascii'] as const) {
      const text = renderText(alone, { width: 100, height: 40, charset });
      const { at, cells } = read(text, '');
      for (const [epoch, loss] of validation) {
        const near = cells.filter(
          ({ column, row }) => Math.abs(at.x(column) - epoch) < 0.35 && Math.abs(at.y(row) - loss) < 0.02,
        );
        expect(near.length, `${charset} epoch ${epoch}`).toBeGreaterThan(0);
      }
    }
  });

  test('has no colours unless asked, and the same signs with them', () => {
    const [plain, coloured] = [renderText(figure), renderText(figure, { color: true })];
    expect(plain).not.toContain('\u001B');
    expect(coloured).toMatch(escapes);
    expect(coloured.replace(escapes, '')).toBe(plain);
  });

  test('is ASCII when asked', () => {
    for (const runs of [1, 3]) {
      const curves = accuracyCurves(
        Array.from({ length: runs }, (_, index) => ({ name: `run ${index}`, history })),
      );
      expect(renderText(curves, { charset: 'ascii' })).toMatch(/^[\n\u0020-\u007E]*$/);
    }
  });

  test('tells several runs apart by letters, large on lines and small for dots', () => {
    const runs = ['first', 'second'].map((name, index) => ({
      name,
      history: madeHistory({ epochs: 20, floor: 0.2 + index * 0.2 }),
    }));
    const text = renderText(lossCurves(runs));
    expect(text).toContain('A first   B second   a training   ⠤⠤A⠤⠤ validation');
    const plot = text.split('\n').slice(1, -3).join('\n');
    for (const letter of ['a', 'b']) {
      expect(plot.split(letter).length - 1).toBeGreaterThan(10);
      expect(plot.split(letter.toUpperCase()).length - 1).toBeGreaterThan(2);
    }
  });

  test('says that it leaves the dots of many runs out', () => {
    const runs = Array.from({ length: 6 }, (_, index) => ({ name: `run ${index}`, history }));
    expect(renderText(lossCurves(runs))).toContain('(training not drawn)');
  });

  test('names the axes, the lines across, and what it cannot show', () => {
    const nothing: LineFigure = lineFigure({
      title: 'Finder',
      x: { label: 'learning rate', scale: 'log' },
      y: { label: 'loss' },
      series: [{ name: 's', points: [[0.1, Number.NaN]] }],
      rules: [{ axis: 'x', value: 0.01, label: 'suggested' }],
    });
    const text = renderText({ ...nothing, rules: undefined });
    expect(text).toContain('no finite values');
    expect(text).toMatch(/ Finder – loss\n/);
    expect(text).toMatch(/learning rate$/);
    expect(renderText(nothing)).toContain('┊ suggested');
  });

  test('lets no name command the terminal or break a line', () => {
    const evil = 'a\u001B[2Jb\nc\u0007\u202Ed\u009B31m';
    const text = renderText(
      lineFigure({
        title: evil,
        subtitle: evil,
        x: { label: evil },
        y: { label: evil },
        series: [1, 2].map((value) => ({ name: `${evil}${value}`, points: [[value, value]] })),
        rules: [{ axis: 'y', value: 1, label: evil }],
      }),
    );
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u);
    expect(text.split('\n')).toHaveLength(20);
  });

  test('never is wider than asked, whatever the names and sizes', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(
        name,
        name,
        fc.integer({ min: 32, max: 120 }),
        fc.integer({ min: 8, max: 30 }),
        (title, run, width, height) => {
          const runs = [
            { name: run, history },
            { name: `${run}2`, history: history.slice(0, 3) },
          ];
          const lines = renderText(lossCurves(runs, { title }), { width, height }).split('\n');
          for (const line of lines) {
            expect(columnsOf(line)).toBeLessThanOrEqual(width);
            expect(line).toBe(line.trimEnd());
          }
        },
      ),
    );
  });

  test('refuses a size without room for its axes', () => {
    expect(() => renderText(figure, { width: 20 })).toThrow(
      'a figure of 20x20 characters has no room for its axes; 32x8 is the least',
    );
  });
});

interface Spot {
  readonly column: number;
  readonly row: number;
}

/** What a reader sees: where the ticks are, and which cells of the plot hold a sign (any, when it is empty). */
function read(
  text: string,
  sign: string,
): { at: { x: (column: number) => number; y: (row: number) => number }; markers: Spot[]; cells: Spot[] } {
  const lines = text.split('\n');
  const floor = lines.findIndex((line) => /^ +[└+]/.test(line) && !/\d/.test(line));
  const wall = (lines[floor] ?? '').search(/[└+]/);
  const yTicks = lines
    .slice(1, floor)
    .map((line, index) => ({ row: index + 1, label: line.slice(0, wall).trim() }))
    .filter(({ label }) => label !== '');
  const xTicks = Array.from((lines[floor] ?? '').slice(wall + 1))
    .map((mark, index) => ({ column: wall + 1 + index, mark }))
    .filter(({ mark }) => mark === '┬' || mark === '+');
  const numbers = (lines[floor + 1] ?? '').trim().split(/\s+/).map(Number);
  const line = (from: number, fromValue: number, to: number, toValue: number) => (place: number) =>
    fromValue + ((place - from) / (to - from)) * (toValue - fromValue);
  const [top, bottom] = [yTicks[0], yTicks.at(-1)];
  const cells: Spot[] = [];
  lines.slice(1, floor).forEach((row, index) => {
    Array.from(row).forEach((character, column) => {
      if (column > wall && character !== ' ' && (sign === '' || character === sign))
        cells.push({ column, row: index + 1 });
    });
  });
  return {
    at: {
      x: line(xTicks[0]?.column ?? 0, numbers[0] ?? 0, xTicks.at(-1)?.column ?? 0, numbers.at(-1) ?? 0),
      y: line(top?.row ?? 0, Number(top?.label), bottom?.row ?? 0, Number(bottom?.label)),
    },
    markers: cells.sort((a, b) => a.column - b.column),
    cells,
  };
}
