import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createScale } from './scale.ts';

describe('createScale', () => {
  test('widens a linear axis to round ticks around the data', () => {
    const scale = createScale({ label: 'loss' }, [0.21, 0.66]);
    expect(scale.domain).toEqual([0.2, 0.7]);
    expect(scale.ticks).toEqual([0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    expect(scale.ticks.map(scale.format)).toEqual(['0.2', '0.3', '0.4', '0.5', '0.6', '0.7']);
    expect(scale.position(0.45)).toBeCloseTo(0.5, 12);
  });

  test('keeps shares between 0 and 1 and writes them as percentages', () => {
    const scale = createScale({ label: 'accuracy', format: 'percent' }, [0.968, 0.999]);
    expect(scale.domain[1]).toBe(1);
    expect(scale.format(0.97)).toBe('97%');
    expect(createScale({ label: 'accuracy', format: 'percent' }, [1]).domain).toEqual([0.94, 1]);
  });

  test('has whole numbers only on an axis of counts, starting with the first', () => {
    const scale = createScale({ label: 'epoch', format: 'integer' }, [1, 30], { nice: false });
    expect(scale.domain).toEqual([1, 30]);
    expect(scale.ticks).toEqual([1, 10, 20, 30]);
    expect(createScale({ label: 'epoch', format: 'integer' }, [1, 3], { nice: false }).ticks).toEqual([
      1, 2, 3,
    ]);
    expect(createScale({ label: 'epoch', format: 'integer' }, [1], { nice: false }).ticks).toEqual([1]);
  });

  test('has powers of ten on a logarithmic axis and leaves out what is not positive', () => {
    const scale = createScale({ label: 'rate', scale: 'log' }, [0, -3, 1e-5, 10], { ticks: 8 });
    expect(scale.ticks).toEqual([1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10]);
    expect(scale.ticks.map(scale.format)).toEqual(['1e-5', '1e-4', '0.001', '0.01', '0.1', '1', '10']);
    expect(scale.position(0)).toBeNaN();
    expect(scale.position(1e-2)).toBeCloseTo(0.5, 12);
  });

  test('has the ticks of a linear axis where a logarithmic range holds no power of ten', () => {
    const scale = createScale({ label: 'loss', scale: 'log' }, [1.234, 1.26]);
    expect(scale.ticks.map(scale.format)).toEqual(['1.24', '1.25', '1.26']);
  });

  test('has thousands and millions in short, and a real minus sign', () => {
    const scale = createScale({ label: 'parameters' }, [-20_000, 1_900_000]);
    expect(scale.ticks.map(scale.format)).toEqual(['−500k', '0', '500k', '1M', '1.5M', '2M']);
  });

  test('writes a thousand as 1k beside 10k, and as 1000 alone', () => {
    const formats = (values: readonly number[]): string[] => {
      const { ticks, format } = createScale({ label: 'images', scale: 'log' }, values, { ticks: 8 });
      return ticks.map(format);
    };
    expect(formats([1000, 60_000])).toEqual(['1k', '3k', '10k', '30k']);
    expect(formats([10, 2000])).toEqual(['10', '30', '100', '300', '1000']);
  });

  test('marks the values that it is told to, as exactly as they need', () => {
    const axis = { label: 'units', scale: 'log', ticks: [1, 2, 4, 8, 32, 64] } as const;
    const { ticks, format } = createScale(axis, [1, 32]);
    expect(ticks.map(format)).toEqual(['1', '2', '4', '8', '32']);
    const rates = createScale({ label: 'rate', scale: 'log', ticks: [1e-5, 0.001, 0.25, 10] }, [1e-5, 10]);
    expect(rates.ticks.map(rates.format)).toEqual(['1e-5', '0.001', '0.25', '10']);
    const shares = createScale({ label: 'rate', format: 'percent', ticks: [0, 0.125, 0.5] }, [0, 0.5]);
    expect(shares.ticks.map(shares.format)).toEqual(['0.0%', '12.5%', '50.0%']);
    expect(createScale({ label: 'x', ticks: [7] }, [1, 2]).ticks).toEqual([]);
  });

  test('keeps a given domain as it is', () => {
    expect(createScale({ label: 'loss', domain: [0, 2.3] }, [100]).domain).toEqual([0, 2.3]);
  });

  test('has no tick beside a domain far narrower than the step of a count', () => {
    const { domain, ticks } = createScale(
      { label: 'x', format: 'integer' },
      [-1.0486203489248646e-86, -1.0591065524140974e-84],
      { ticks: 1, nice: false },
    );
    expect(domain).toEqual([-1.0591065524140974e-84, -1.0486203489248646e-86]);
    expect(ticks).toEqual([]);
  });

  test('is finite and ordered for any values on any axis', () => {
    const axis = fc.record({
      label: fc.constant('x'),
      scale: fc.constantFrom('linear', 'log', undefined),
      format: fc.constantFrom('number', 'integer', 'percent', undefined),
    });
    const options = fc.record({ ticks: fc.integer({ min: 1, max: 20 }), nice: fc.boolean() });
    fc.assert(
      fc.property(axis, fc.array(fc.double(), { maxLength: 20 }), options, (shape, values, choice) => {
        const scale = createScale(shape, values, choice);
        const [low, high] = scale.domain;
        expect(Number.isFinite(low) && Number.isFinite(high) && low < high).toBe(true);
        expect(scale.ticks.length).toBeLessThan(60);
        for (const [index, tick] of scale.ticks.entries()) {
          expect(scale.format(tick)).not.toMatch(/NaN|Infinity|undefined/);
          expect(scale.position(tick)).toBeGreaterThanOrEqual(-0.01);
          expect(scale.position(tick)).toBeLessThanOrEqual(1.01);
          expect(tick).toBeGreaterThan(scale.ticks[index - 1] ?? -Infinity);
        }
        // Whatever has a place lies within the domain made for it.
        for (const position of values.map(scale.position).filter(Number.isFinite)) {
          expect(Math.abs(position - 0.5)).toBeLessThanOrEqual(0.5 + 1e-6);
        }
      }),
      { numRuns: 500 },
    );
  });
});
