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

test('a result is one line, and reads back as it was, a loss that is no number as NaN', () => {
  const line = resultLine(trialOf(3), outcome);
  expect(line.indexOf('\n')).toBe(line.length - 1);
  const result = parseResult(line);
  expect(result.outcome).toEqual({ ...outcome, test: { loss: Number.NaN, accuracy: 0.1 } });
  expect(result.task).toEqual(trialOf(3).task);
  expect(resultLine(result, result.outcome)).toBe(line);
});

test('a result whose trial was changed by hand is refused', () => {
  const line = resultLine(trialOf(3), outcome).replace('"seed":0', '"seed":1');
  expect(() => parseResult(line)).toThrow('was changed');
});

test('what is no result says where it goes wrong', () => {
  const line = resultLine(trialOf(3), outcome).replace('"samples":50', '"samples":"many"');
  expect(() => parseResult(line)).toThrow(/not a trial's result: outcome: samples/);
});
