import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { trialId } from './trial.ts';
import { trialOf } from '../test/scripted.ts';

/** The same value, its keys put in from the last to the first. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, entry]) => [key, reversed(entry)]),
  );
}

test('the order of keys changes nothing, and reading it back gives the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value));
      expect(canonicalJson(reversed(plain))).toBe(canonicalJson(plain));
      expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
    }),
  );
});

test('different values have different text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const [x, y]: unknown[] = [JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b))];
      expect(isDeepStrictEqual(x, y)).toBe(canonicalJson(x) === canonicalJson(y));
    }),
  );
});

test('undefined entries don’t count, and what JSON cannot hold is refused', () => {
  expect(canonicalJson({ b: [1, 'x'], a: undefined, c: null })).toBe('{"b":[1,"x"],"c":null}');
  expect(() => canonicalJson({ rate: Number.NaN })).toThrow('no place for NaN');
  expect(() => canonicalJson(() => 1)).toThrow('no place for a function');
});

test('a trial’s identity depends on its task and seed, not on its label or the order of keys', () => {
  const trial = trialOf(3);
  const other = {
    label: 'another name',
    seed: trial.seed,
    task: Object.fromEntries(Object.entries(trial.task).toReversed()),
  };
  expect(trialId(Object.assign({ label: 'x' }, trial))).toBe(trialId(trial));
  expect(canonicalJson(other.task)).toBe(canonicalJson(trial.task));
  expect(trialId(trialOf(3, 1))).not.toBe(trialId(trial));
  expect(trialId(trialOf(4))).not.toBe(trialId(trial));
  // The identity is in results on disk: it may not change unnoticed.
  expect(
    trialId({
      task: {
        kind: 'gradient-check',
        hidden: [2],
        activation: 'relu',
        batch: 1,
        epochs: 0,
        step: 1e-5,
        weights: 1,
      },
      seed: 0,
    }),
  ).toBe('4cd8d5a4d9fa1b28');
});
