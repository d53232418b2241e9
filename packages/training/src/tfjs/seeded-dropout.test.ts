import { ones, type Tensor } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { dropoutFactors, dropoutKey, dropoutStepKey, useWasmBackend } from '../index.ts';
import { SeededDropout } from './seeded-dropout.ts';

beforeAll(() => useWasmBackend());

const units = 400;

function dropping(...rates: readonly number[]): LayersModel {
  const model = sequential();
  for (const rate of rates) model.add(layers.dropout({ rate, inputShape: [units] }));
  return model;
}

function output(model: LayersModel, training: boolean): number[] {
  const result = model.apply(ones([2, units]), { training });
  if (Array.isArray(result) || !('dataSync' in result)) throw new Error('one tensor');
  return Array.from((result satisfies Tensor).dataSync());
}

describe('SeededDropout', () => {
  test('draws the masks that the contract says: of the seed, the layer and the step', () => {
    const model = dropping(0.25);
    const dropout = new SeededDropout(model, 7);
    for (const step of [0, 1, 5]) {
      dropout.step = step;
      const factors = dropoutFactors(dropoutStepKey(dropoutKey(7, 0), step), 0.25, 2, units);
      expect(output(model, true)).toEqual(Array.from(factors));
    }
    dropout.dispose();
  });

  test('draws another mask at every step, in every layer and with every seed', () => {
    const masks = [
      [1, 0, 0],
      [1, 0, 1],
      [2, 0, 0],
    ].map(([seed = 0, ordinal = 0, step = 0]) =>
      dropoutFactors(dropoutStepKey(dropoutKey(seed, ordinal), step), 0.5, 1, 64).join(),
    );
    masks.push(dropoutFactors(dropoutStepKey(dropoutKey(1, 1), 0), 0.5, 1, 64).join());
    expect(new Set(masks).size).toBe(4);
  });

  test('drops units at its rate, and scales the others so that the mean stays', () => {
    const factors = dropoutFactors(3, 0.2, 100, 1000);
    const dropped = factors.filter((factor) => factor === 0).length;
    // The standard deviation of the count is sqrt(100,000 * 0.2 * 0.8) = 126.
    expect(Math.abs(dropped - 20_000)).toBeLessThan(4 * 126);
    expect(new Set(factors)).toEqual(new Set([0, Math.fround(1.25)]));
  });

  test('leaves everything alone outside of training', () => {
    const model = dropping(0.5, 0.5);
    const dropout = new SeededDropout(model, 0);
    expect(output(model, false).every((value) => value === 1)).toBe(true);
    dropout.dispose();
  });

  test('gives the layers their own behaviour back', () => {
    const model = dropping(0.5, 0.25);
    const outer = new SeededDropout(model, 0);
    const seeded = output(model, true);
    const inner = new SeededDropout(model, 1);
    expect(output(model, true)).not.toEqual(seeded);
    inner.dispose();
    expect(output(model, true)).toEqual(seeded);
    outer.dispose();
    outer.dispose();
    for (const layer of model.layers) expect(Object.hasOwn(layer, 'call')).toBe(false);
    expect(output(model, true)).not.toEqual(seeded);
  });

  test('reaches dropout inside nested models', () => {
    const model = sequential();
    model.add(dropping(0.5));
    model.add(layers.dropout({ rate: 0.5 }));
    const dropout = new SeededDropout(model, 3);
    const [first, second] = [0, 1].map((ordinal) =>
      dropoutFactors(dropoutStepKey(dropoutKey(3, ordinal), 0), 0.5, 2, units),
    );
    expect(output(model, true)).toEqual(Array.from(first!, (factor, i) => factor * second![i]!));
    dropout.dispose();
  });
});
