import { expect, test } from 'vitest';
import { parseResult, resultLine } from './result.ts';
import type { TrainOutcome } from './tasks/train.ts';
import { trialOf } from '../test/scripted.ts';

const outcome: TrainOutcome = {
  kind: 'train',
  status: 'diverged',
  parameters: 12,
  samples: 50,
  history: [{ epoch: 1, loss: 2.5, accuracy: 0.25, valLoss: Number.NaN, valAccuracy: 0.1 }],
  train: { loss: Number.NaN, accuracy: 0.1 },
  test: { loss: Infinity, accuracy: 0.1 },
};

test('a result is one line, and reads back as it was, a NaN loss as NaN', () => {
  const line = resultLine(trialOf(3), outcome);
  expect(line.indexOf('\n')).toBe(line.length - 1);
  const result = parseResult(line);
  expect(result.outcome).toEqual({ ...outcome, test: { loss: Number.NaN, accuracy: 0.1 } });
  expect(result.task).toEqual(trialOf(3).task);
  expect(resultLine(result, result.outcome)).toBe(line);
});

/** As an earlier version wrote it. */
const formerLine = resultLine(trialOf(3), outcome).replace(/,"hash":"\w+"/, '');

test('a line of an earlier version, without a hash, is read', () => {
  expect(formerLine).not.toContain('hash');
  expect(parseResult(formerLine).task).toEqual(trialOf(3).task);
});

test('a former line whose trial was changed by hand is refused', () => {
  expect(() => parseResult(formerLine.replace('"seed":0', '"seed":1'))).toThrow('was changed');
});

test.each([
  ['outcome', '"accuracy":0.1', '"accuracy":0.9'],
  ['label', '3 units', '4 units'],
  ['hash', /"hash":"./, '"hash":"z'],
  ['hash', /"hash":"(.)/, (_: string, digit: string) => `"hash":"${digit === '0' ? '1' : '0'}`],
])('a line whose %s was changed is refused', (_, from, to) => {
  const line = resultLine(trialOf(3), outcome);
  const changed = typeof to === 'string' ? line.replace(from, to) : line.replace(from, to);
  expect(changed).not.toBe(line);
  expect(() => parseResult(changed)).toThrow(/hash|Unrecognized/);
});

test('what is not a result is refused with the reason', () => {
  const line = formerLine.replace('"samples":50', '"samples":"many"');
  expect(() => parseResult(line)).toThrow(/not a trial's result: outcome: samples/);
});
