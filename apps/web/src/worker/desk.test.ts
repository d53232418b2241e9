import { createModel } from '@atelier/presets';
import { type Checkpoint, type Training, useWasmBackend } from '@atelier/training';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Progress } from '../messages.ts';
import type { RateChange } from '../settings/settings.ts';
import { Desk } from './desk.ts';
import { RunControls } from './run-controls.ts';
import { Turns } from './turns.ts';

let now = 0;

beforeAll(async () => {
  await useWasmBackend();
});

afterEach(() => {
  now = 0;
});

/** A desk whose clock stands still, and what it reports. */
function newDesk(look: () => void = () => {}): {
  readonly desk: Desk;
  readonly progress: Progress[];
  readonly rates: RateChange[];
} {
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const turns = new Turns(() => {});
  const progress: Progress[] = [];
  const rates: RateChange[] = [];
  const desk = new Desk({
    controls: new RunControls(turns, undefined),
    turns,
    batchSize: 10,
    samples: 10_000,
    rateChanges: [],
    report: {
      progress: (each) => progress.push(each),
      paused: () => {},
      resumed: () => {},
      epoch: async () => {},
      rateSet: (change) => rates.push(change),
      look: async () => look(),
    },
  });
  return { desk, progress, rates };
}

/** A training of thirty epochs, of which some are finished. */
function trainingAfter(finished: number): Training {
  const record = { loss: 1, accuracy: 0, seconds: 1, learningRate: 0.001 };
  return {
    model: createModel('softmax', { inputShape: [1, 1, 1], classes: 2 }),
    epochs: 30,
    stepsPerEpoch: 1000,
    validated: false,
    history: Array.from({ length: finished }, (_, at) => ({ epoch: at + 1, ...record })),
    learningRate: 0.001,
    stop: () => {},
    getWeights: async () => [],
    setWeights: async () => {},
    syncModel: async () => {},
  };
}

const batch = { loss: 0.5, accuracy: 0.5 };

test('of a run that is continued, the epoch that ends next is the one after those that are finished', () => {
  const { desk } = newDesk();
  desk.onTrainBegin(trainingAfter(3));
  expect(desk.nextEpochEnd).toBe(4);
});

test('the pace of an epoch that is continued counts from the step where it goes on', async () => {
  const { desk, progress } = newDesk();
  const training = trainingAfter(3);
  desk.onTrainBegin(training);
  desk.onEpochBegin(4, training);
  now = 500;
  await desk.onTrainBatchEnd({ epoch: 4, step: 903, ...batch, losses: Float64Array.of(1, 1, 1) }, training);
  // Three steps of ten pictures in half a second.
  expect(progress).toMatchObject([{ step: 903, imagesPerSecond: 60 }]);
});

test('a checkpoint within an epoch leaves out the time that the run spent on other things', async () => {
  const { desk } = newDesk(() => {
    now += 60_000;
  });
  const training = trainingAfter(0);
  desk.onTrainBegin(training);
  desk.onEpochBegin(1, training);
  now = 1000;
  await desk.onTrainBatchEnd({ epoch: 1, step: 1, ...batch, losses: Float64Array.of(1) }, training);
  // The look came after the step: a checkpoint of it has not counted it yet.
  expect(desk.timed(checkpointAt(1, 1)).partial.seconds).toBe(1);
  now += 1000;
  await desk.onTrainBatchEnd({ epoch: 1, step: 2, ...batch, losses: Float64Array.of(1) }, training);
  expect(desk.timed(checkpointAt(2, 62)).partial.seconds).toBe(2);
  expect(desk.timed(checkpointAt(0, 0)).partial.seconds).toBe(0);
});

function checkpointAt(step: number, seconds: number): Checkpoint {
  return {
    epoch: 1,
    partial: { step, samples: 0, lossSum: 0, correct: 0, seconds, learningRate: 0.001 },
    history: [],
    learningRate: 0.001,
    stopReason: null,
    weights: [],
    optimizerSlots: [],
    callbacks: [],
    settings: {},
    context: null,
  };
}

test('a learning rate that is set before a continued run goes on holds from its next epoch on, and is said so', () => {
  const { desk, rates } = newDesk();
  desk.setLearningRate(0.5);
  const training = trainingAfter(4);
  desk.onTrainBegin(training);
  desk.onEpochBegin(5, training);
  expect(training.learningRate).toBe(0.001);
  desk.onEpochBegin(6, training);
  expect(training.learningRate).toBe(0.5);
  expect(rates).toEqual([{ epoch: 6, learningRate: 0.5 }]);
});

test('a run that no longer improves has ended otherwise than one that the user stopped', () => {
  const { desk } = newDesk();
  const reason = 'val_loss has not improved for 3 epochs';
  expect(desk.ending({ status: 'stopped', reason, history: [] }, 0.1)).toEqual({ status: 'stopped-early' });
  expect(desk.ending({ status: 'interrupted', history: [] }, 0.1)).toEqual({ status: 'stopped' });
  expect(desk.ending({ status: 'completed', history: [] }, 0.1)).toEqual({ status: 'completed' });
});
