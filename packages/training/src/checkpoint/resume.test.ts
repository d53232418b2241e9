import { layers, sequential } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type Ending, resumable, train } from '../../test/resumable-training.ts';
import { scriptedEngine, scriptedWeight, tinyModel, tinySamples } from '../../test/scripted-engine.ts';
import {
  type Callback,
  type Checkpoint,
  decodeCheckpoint,
  earlyStopping,
  encodeCheckpoint,
  type EngineSession,
  fit,
  readWeights,
  tfjsEngine,
  useWasmBackend,
  writeWeights,
} from '../index.ts';

await useWasmBackend();

/** As if the process had ended and another had read the file. */
const fromFile = async (checkpoint: Checkpoint): Promise<Checkpoint> =>
  decodeCheckpoint(await encodeCheckpoint(checkpoint));

function expectSameEnd(found: Ending, expected: Ending): void {
  expect(found.history).toEqual(expected.history);
  expect(found.weights).toEqual(expected.weights);
  expect(found.result.status).toBe(expected.result.status);
}

describe('a resumed training ends as one that was never stopped, to the bit', () => {
  let straight: Ending;
  beforeAll(async () => {
    straight = await train({}, 1);
  });

  test('from every step', async () => {
    expect(straight.checkpoints.map(({ epoch, partial }) => [epoch, partial.step])).toEqual(
      [1, 2, 3].flatMap((epoch) =>
        Array.from({ length: 10 }, (_, i) => (i === 9 ? [epoch + 1, 0] : [epoch, i + 1])),
      ),
    );
    for (const checkpoint of straight.checkpoints) {
      const resumed = await train({ resume: await fromFile(checkpoint) });
      expectSameEnd(resumed, straight);
      const before = checkpoint.history.length;
      expect(resumed.saved).toEqual(straight.saved.filter((epoch) => epoch > before));
    }
  });

  test('stopped and resumed again and again, with steps cut into runs of any length', async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 13 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.integer({ min: 1, max: 7 }), async (everies, stepsPerExecution) => {
        let resume: Checkpoint | undefined;
        for (const every of everies) {
          // Whatever comes after the first checkpoint is lost, as when the process is killed.
          const { checkpoints } = await train({ ...(resume && { resume }), stepsPerExecution }, every);
          resume = checkpoints[0] && (await fromFile(checkpoints[0]));
        }
        expectSameEnd(await train({ ...(resume && { resume }), stepsPerExecution }), straight);
      }),
      { numRuns: 8, seed: 1 },
    );
  });

  test.each(['sgd', 'momentum', 'rmsprop', 'adamw'] as const)('with %s', async (optimizer) => {
    const whole = await train({ optimizer, learningRate: 0.01 }, 7);
    for (const checkpoint of whole.checkpoints) {
      expectSameEnd(
        await train({ optimizer, learningRate: 0.01, resume: await fromFile(checkpoint) }),
        whole,
      );
    }
  });

  test('interrupted by its signal at any moment', async () => {
    for (const moment of [1, 4, 10, 17, 29, 30]) {
      const controller = new AbortController();
      let steps = 0;
      const abort: Callback = {
        onTrainBatchEnd: () => {
          if (++steps === moment) controller.abort();
        },
      };
      const cut = await train({ signal: controller.signal, callbacks: [abort], stepsPerExecution: 1 });
      expect(cut.result.status).toBe('interrupted');
      // All ten steps of an epoch done: its validation is what is left.
      expect(cut.checkpoints.at(-1)?.partial.step).toBe(moment % 10 === 0 ? 10 : moment % 10);
      expectSameEnd(await train({ resume: await fromFile(cut.checkpoints.at(-1)!) }), straight);
    }
  });

  test('made longer when it had ended', async () => {
    const changes = { schedule: { name: 'exponential', factor: 0.9 } } as const;
    const short = await train({ ...changes, epochs: 1 });
    const long = await train({ ...changes, epochs: 3 });
    expectSameEnd(
      await train({ ...changes, epochs: 3, resume: await fromFile(short.checkpoints.at(-1)!) }),
      long,
    );
  });

  test('with weights of the best epoch, when early stopping ends it', async () => {
    // At this rate the validation soon gets worse.
    const changes = { epochs: 12, learningRate: 0.6, schedule: 'constant' } as const;
    const whole = await train(changes, 3);
    expect(whole.result.status).toBe('stopped');
    for (const checkpoint of whole.checkpoints) {
      const resumed = await train({ ...changes, resume: await fromFile(checkpoint) });
      expectSameEnd(resumed, whole);
      expect(resumed.result).toMatchObject({ reason: 'val_loss has not improved for 2 epochs' });
    }
  });
});

describe('a NaN loss', () => {
  const nanFrom = (first: number) => (step: number) => (step >= first ? Number.NaN : 1);

  test.each([4, 5, 6, 9])(
    'at step %i: the same weights come back however steps are cut or resumed',
    async (first) => {
      const run = async (
        stepsPerExecution: number,
        every: number,
        resume?: Checkpoint,
      ): Promise<{ weight: number; status: string; checkpoints: Checkpoint[] }> => {
        const model = tinyModel();
        const checkpoints: Checkpoint[] = [];
        const { status } = await fit(model, tinySamples, {
          epochs: 4,
          batchSize: 1,
          stepsPerExecution,
          loss: 'sparseCategoricalCrossentropy',
          engine: scriptedEngine({ loss: nanFrom(first) }),
          checkpoint: { every, save: (checkpoint) => void checkpoints.push(checkpoint) },
          ...(resume && { resume }),
        });
        return { weight: scriptedWeight(model), status, checkpoints };
      };
      const fine = await run(1, 1);
      expect(fine.status).toBe('diverged');
      expect(await run(4, 100)).toMatchObject({ status: 'diverged', weight: fine.weight });
      for (const checkpoint of fine.checkpoints) {
        expect(await run(3, 100, await fromFile(checkpoint))).toMatchObject({
          status: 'diverged',
          weight: fine.weight,
        });
      }
    },
  );
});

test('checkpoints of an earlier version, with and without a callback that ended NaN losses, go on', async () => {
  const loss = (step: number): number => (step >= 6 ? Number.NaN : 1);
  const run = async (resume?: Checkpoint): Promise<{ weight: number; made: Checkpoint[] }> => {
    const model = tinyModel();
    const made: Checkpoint[] = [];
    await fit(model, tinySamples, {
      epochs: 4,
      batchSize: 1,
      loss: 'sparseCategoricalCrossentropy',
      engine: scriptedEngine({ loss }),
      checkpoint: { every: 5, save: (checkpoint) => void made.push(checkpoint) },
      ...(resume && { resume }),
    });
    return { weight: scriptedWeight(model), made };
  };
  const straight = await run();
  const [checkpoint] = straight.made;
  const { tensors } = checkpoint!.callbacks[0]!;
  const withCallback = { ...checkpoint!, callbacks: [{ numbers: { diverged: 0 }, tensors: tensors! }] };
  expect((await run(withCallback)).weight).toBe(straight.weight);
  // Nothing is known of the end of an epoch: what the checkpoint holds is all there is.
  expect((await run({ ...checkpoint!, callbacks: [] })).weight).toBe(5);
});

test('a learning rate that a callback lowers when each epoch begins is lowered once, also when resumed within', async () => {
  const halve: Callback = {
    onEpochBegin: (_, training) => {
      training.learningRate /= 2;
    },
  };
  const whole = await train({ callbacks: [halve] }, 3);
  for (const checkpoint of whole.checkpoints) {
    expectSameEnd(await train({ callbacks: [halve], resume: await fromFile(checkpoint) }), whole);
  }
});

test('the time that an epoch had taken counts when it is resumed', async () => {
  const { checkpoints } = await train({}, 1);
  const within = checkpoints[3]!;
  const resume = { ...within, partial: { ...within.partial, seconds: 1000 } };
  const { result } = await train({ resume });
  expect(result.history[0]!.seconds).toBeGreaterThan(1000);
  expect(result.history[1]!.seconds).toBeLessThan(1000);
});

test('an engine that dies within an epoch leaves the checkpoints from before, and they lead to the same end', async () => {
  const straight = await train();
  const real = tfjsEngine();
  let steps = 0;
  const dying = {
    name: real.name,
    prepare: async (...args: Parameters<typeof real.prepare>): Promise<EngineSession> => {
      const session = await real.prepare(...args);
      const trainSteps = session.trainSteps.bind(session);
      session.trainSteps = (...parameters) => {
        if (++steps > 7) throw new Error('A thread ended');
        return trainSteps(...parameters);
      };
      return session;
    },
  };
  const checkpoints: Checkpoint[] = [];
  const broken = train({ engine: dying, stepsPerExecution: 1 }, 3, checkpoints);
  await expect(broken).rejects.toThrow('A thread ended');
  expect(checkpoints.map(({ epoch, partial }) => [epoch, partial.step])).toEqual([
    [1, 3],
    [1, 6],
  ]);
  expectSameEnd(await train({ resume: await fromFile(checkpoints[1]!) }), straight);
});

describe('what is refused', () => {
  test.each([
    ['seed', { seed: 6 }, 'The checkpoint was made with seed 5; this training has 6'],
    ['batchSize', { batchSize: 5 }, 'The checkpoint was made with batchSize 4; this training has 5'],
    ['optimizer', { optimizer: 'sgd' }, 'The checkpoint was made with optimizer'],
    ['learningRate', { learningRate: 0.5 }, 'The checkpoint was made with optimizer'],
    ['schedule', { schedule: 'constant' }, 'The checkpoint was made with schedule'],
    ['augment', { augment: { shift: 2 } }, 'The checkpoint was made with augment'],
    ['shuffle', { shuffle: false }, 'The checkpoint was made with shuffle true; this training has false'],
    [
      'engine',
      { engine: { ...tfjsEngine(), name: 'other' } },
      'made with engine "tfjs"; this training has "other"',
    ],
  ] as const)('another %s', async (_, changes, message) => {
    const { checkpoints } = await train({ epochs: 1 });
    const resumed = train({ ...changes, epochs: 1, resume: checkpoints[0]! });
    await expect(resumed).rejects.toThrow(RangeError);
    await expect(resumed).rejects.toThrow(message);
  });

  test('another list of callbacks, another model, fewer epochs, a step beyond the epoch', async () => {
    const { checkpoints } = await train({}, 15);
    const [within] = checkpoints;
    const resume = within!;
    await expect(train({ resume, callbacks: [earlyStopping({ patience: 9 })] })).rejects.toThrow(
      'The checkpoint holds the state of 3 callbacks; this training has 4 with a state',
    );
    const [watch, ...states] = resume.callbacks;
    const callbacks = [watch!, ...states.toReversed()];
    await expect(train({ resume: { ...resume, callbacks } })).rejects.toThrow(
      'use the same callbacks as when it was made',
    );
    await expect(train({ resume: { ...resume, weights: resume.weights.slice(1) } })).rejects.toThrow(
      'There are 4 tensors to set; found 3',
    );
    await expect(
      train({ resume: { ...resume, optimizerSlots: resume.optimizerSlots.slice(1) } }),
    ).rejects.toThrow('There are 8 tensors to set; found 7');
    await expect(train({ epochs: 1, resume })).rejects.toThrow('this training has 1 epochs');
    await expect(train({ resume: { ...resume, partial: { ...resume.partial, step: 11 } } })).rejects.toThrow(
      'is at step 11 of epoch 2',
    );
  });

  test.each([0, 1.5, -1, Number.NaN])('a checkpoint every %d steps', async (every) => {
    await expect(train({}, every)).rejects.toThrow('checkpoint.every is a whole number, at least 1');
  });
});

const tenImages = {
  images: Uint8Array.from({ length: 40 }, (_, at) => (at * 37) % 256),
  labels: Uint8Array.from({ length: 10 }, (_, index) => index % 2),
  count: 10,
  height: 2,
  width: 2,
  channels: 1,
};

describe('the momentum of batch normalization', () => {
  const end = async (momenta: readonly number[], resume?: Checkpoint) => {
    const model = sequential({
      layers: [
        layers.rescaling({ scale: 1 / 255, inputShape: [2, 2, 1] }),
        layers.flatten(),
        ...momenta.map((momentum) => layers.batchNormalization({ momentum })),
        layers.dense({ units: 2, activation: 'softmax', kernelInitializer: 'ones' }),
      ],
    });
    const checkpoints: Checkpoint[] = [];
    await fit(model, tenImages, {
      epochs: 2,
      batchSize: 4,
      checkpoint: { every: 'epoch', save: (each) => void checkpoints.push(each) },
      ...(resume && { resume: await fromFile(resume) }),
    });
    return { checkpoint: checkpoints[0]!, weights: readWeights(model).map(({ values }) => values) };
  };

  test.each([
    ['as one number', [0.9, 0.9], 0.9],
    ['by layer where they differ', [0.9, 0.99], [0.9, 0.99]],
    ['not at all where there is none', [], undefined],
  ])('is recorded %s', async (_, momenta, recorded) => {
    expect((await end(momenta)).checkpoint.settings['normMomentum']).toEqual(recorded);
  });

  test('of another model is refused', async () => {
    const { checkpoint } = await end([0.99]);
    await expect(end([0.9], checkpoint)).rejects.toThrow(
      'The checkpoint was made with normMomentum 0.99; this training has 0.9',
    );
  });

  test.each([
    ['0.99, as those versions made it', [0.99], []],
    ['another, which is told', [0.9], ["goes on with its model's, 0.9"]],
    ['several, which are told', [0.99, 0.9], ["goes on with its model's, [0.99,0.9]"]],
  ])(
    'is the model’s where a checkpoint of an earlier version does not say it: %s',
    async (_, momenta, told) => {
      const { checkpoint, weights } = await end(momenta);
      const { normMomentum: __, ...settings } = checkpoint.settings;
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
      expect((await end(momenta, { ...checkpoint, settings })).weights).toEqual(weights);
      expect(warn.mock.calls).toEqual(told.map((text) => [expect.stringContaining(text)]));
    },
  );
});

describe('which layers are frozen', () => {
  /** Without slots, and with layers of one shape, nothing but the names tells the weights apart. */
  const end = async (frozen: readonly string[], resume?: Checkpoint) => {
    const dense = (name: string) => layers.dense({ name, units: 4, trainable: !frozen.includes(name) });
    const model = sequential({
      layers: [
        layers.rescaling({ scale: 1 / 255, inputShape: [2, 2, 1] }),
        layers.flatten(),
        ...['first', 'second', 'third'].map(dense),
        layers.dense({ units: 2, activation: 'softmax' }),
      ],
    });
    await writeWeights(
      model,
      readWeights(model).map((weight) => ({
        ...weight,
        values: weight.values.map((_, at) => ((weight.name.length + at) % 3) / 9),
      })),
    );
    const checkpoints: Checkpoint[] = [];
    await fit(model, tenImages, {
      epochs: 2,
      batchSize: 4,
      optimizer: 'sgd',
      checkpoint: { every: 'epoch', save: (each) => void checkpoints.push(each) },
      ...(resume && { resume: await fromFile(resume) }),
    });
    return { checkpoint: checkpoints[0]!, weights: readWeights(model).map(({ values }) => values) };
  };

  test('is compared, by their places: weights in another order would be taken for each other', async () => {
    const { checkpoint, weights } = await end(['second']);
    expect((await end(['second'], checkpoint)).weights).toEqual(weights);
    for (const [others, recorded] of [
      [['third'], '[4]'],
      [['first', 'second'], '[2,3]'],
      [[], '[]'],
    ] as const) {
      await expect(end(others, checkpoint)).rejects.toThrow(
        `The checkpoint was made with frozen [3]; this training has ${recorded}`,
      );
    }
    await expect(end(['second'], (await end([])).checkpoint)).rejects.toThrow(
      'The checkpoint was made with frozen []; this training has [3]',
    );
  });

  test.each([
    ['none, of which nothing is said', [], []],
    ['some, which is told', ['second'], ["goes on with those at [3] of its model's layers"]],
  ])(
    'is the model’s where a checkpoint of an earlier version does not say it: %s',
    async (_, frozen, told) => {
      const { checkpoint, weights } = await end(frozen);
      const { frozen: __, ...settings } = checkpoint.settings;
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
      expect((await end(frozen, { ...checkpoint, settings })).weights).toEqual(weights);
      expect(warn.mock.calls).toEqual(told.map((text) => [expect.stringContaining(text)]));
    },
  );
});

test('checkpoints hold the caller’s context', async () => {
  const checkpoints: Checkpoint[] = [];
  await fit(tinyModel(), tinySamples, {
    epochs: resumable.epochs,
    loss: resumable.loss,
    checkpoint: { every: 'epoch', save: (each) => void checkpoints.push(each), context: { hashes: ['a'] } },
  });
  expect(checkpoints).toHaveLength(3);
  expect((await fromFile(checkpoints[2]!)).context).toEqual({ hashes: ['a'] });
});
