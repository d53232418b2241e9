import { datasetInfos, type FileKey, type SourceFile } from '@atelier/datasets';
import { RandomStream } from '@atelier/random';
import { changeRecipe, defaultRecipe } from '@atelier/presets/recipe';
import { resolveOptimizer, resolveSchedule, tfjsEngine } from '@atelier/training';
import { expect, test } from 'vitest';
import { trainTask } from './experiments/train-task.ts';
import { runTrial } from './run-trial.ts';
import type { TrialData, TrialProgress } from './tasks/context.ts';
import { shareData } from './running/share-data.ts';
import type { TrainTask } from './tasks/train.ts';
import { trialRecipe } from './tasks/trial-recipe.ts';

const options = { epochs: 2, seeds: 1, limit: 120, inputs: 30, classes: 3 };

/** Each of three classes is bright in other rows of a 6x5 image. */
function images(count: number, name: string): TrialData['train'] {
  const random = new RandomStream(1, name);
  const labels = new Uint8Array(count).map(() => random.below(3));
  const pixels = new Uint8Array(count * 30).map((_, at) => {
    const bright = Math.floor(Math.floor((at % 30) / 5) / 2) === labels[Math.floor(at / 30)];
    return random.below(bright ? 256 : 80);
  });
  return { images: pixels, labels, count, height: 6, width: 5, channels: 1 };
}

const data: TrialData = {
  name: 'rows',
  classNames: ['top', 'middle', 'bottom'],
  train: images(120, 'train'),
  test: images(40, 'test'),
};
const context = { engine: tfjsEngine(), data };
const task: TrainTask = trainTask(options, { hidden: [6], dropout: 0.2, augment: { shift: 1 } });

test('a training has the same outcome each time, on shared memory too, and learns', async () => {
  const progress: TrialProgress[] = [];
  const first = await runTrial(
    { task, seed: 1 },
    { ...context, onProgress: (update) => progress.push(update) },
  );
  const second = await runTrial({ task, seed: 1 }, { ...context, data: shareData(data) });
  expect(second).toEqual(first);
  expect(await runTrial({ task, seed: 2 }, context)).not.toEqual(first);
  expect(first).toMatchObject({
    kind: 'train',
    status: 'completed',
    parameters: 31 * 6 + 7 * 3,
    samples: 100,
  });
  expect(progress.at(-1)).toMatchObject({ epoch: 2, epochs: 2, done: 1 });
  const longer = await runTrial(
    { task: { ...task, epochs: 10, optimizer: resolveOptimizer('adam', 0.02) }, seed: 1 },
    context,
  );
  expect(longer.kind === 'train' ? longer.test.accuracy : 0).toBeGreaterThan(0.8);
});

test('a training that diverges ends there, and says so', async () => {
  const optimizer = resolveOptimizer('sgd', 1000);
  const outcome = await runTrial(
    { task: { ...task, hidden: [6, 6], l2: 1000, optimizer, epochs: 5 }, seed: 0 },
    context,
  );
  expect(outcome).toMatchObject({ status: 'diverged' });
});

test('folds hold each image out once', async () => {
  const counts: number[] = [];
  for (const index of [0, 1, 2, 3, 4, 5, 6]) {
    const outcome = await runTrial(
      {
        task: {
          ...task,
          epochs: 1,
          data: { limit: 120, validation: { kind: 'fold', index, folds: 7 }, size: null },
        },
        seed: 0,
      },
      context,
    );
    counts.push(outcome.kind === 'train' ? 120 - outcome.samples : Number.NaN);
  }
  expect(counts).toEqual([18, 17, 17, 17, 17, 17, 17]);
});

test('a rate sweep takes each step at a rate higher by the same factor, from the first to the last', async () => {
  const outcome = await runTrial(
    {
      task: {
        kind: 'rate-sweep',
        hidden: [6],
        activation: 'relu',
        dropout: 0,
        l2: 0,
        optimizer: resolveOptimizer('sgd'),
        from: 1e-4,
        to: 1,
        batchSize: 10,
        data: { limit: 120, validation: { kind: 'none' }, size: null },
      },
      seed: 0,
    },
    context,
  );
  const steps = outcome.kind === 'rate-sweep' ? outcome.steps : [];
  expect(steps).toHaveLength(12);
  expect(steps[0]![0]).toBeCloseTo(1e-4, 12);
  expect(steps.at(-1)![0]).toBeCloseTo(1, 9);
  for (const [index, [rate]] of steps.entries()) expect(rate).toBeCloseTo(1e-4 * 10 ** ((4 * index) / 11), 9);
  // Three classes that are not told apart yet.
  expect(steps[0]![1]).toBeCloseTo(Math.log(3), 0);
});

test('members of an ensemble are those that are trained alone, and of one member all ways give the same', async () => {
  const member: TrainTask = { ...task, data: { limit: 120, validation: { kind: 'none' }, size: null } };
  const outcome = await runTrial({ task: { kind: 'ensemble', member, members: 3 }, seed: 2 }, context);
  if (outcome.kind !== 'ensemble') throw new Error(`an ensemble has the outcome ${outcome.kind}`);
  expect(outcome.mean[0]).toBe(outcome.singles[0]);
  expect(outcome.vote[0]).toBe(outcome.singles[0]);
  for (const index of [0, 1, 2]) {
    const alone = await runTrial({ task: member, seed: 6 + index }, context);
    expect(alone.kind === 'train' ? alone.test.accuracy : Number.NaN).toBeCloseTo(
      outcome.singles[index]!,
      12,
    );
  }
});

test('softmax over two classes is logistic regression at twice the rate, to 1e-5, and not at the same rate', async () => {
  const run = async (rateFactor: number): Promise<number> => {
    const outcome = await runTrial(
      {
        task: {
          kind: 'softmax-logistic',
          classes: [0, 2],
          learningRate: 0.1,
          rateFactor,
          batchSize: 8,
          epochs: 5,
          data: { limit: 120, validation: { kind: 'none' }, size: null },
        },
        seed: 3,
      },
      context,
    );
    return outcome.kind === 'softmax-logistic'
      ? Math.max(...outcome.epochs.map(({ difference }) => difference))
      : Number.NaN;
  };
  expect(await run(2)).toBeLessThan(1e-5);
  expect(await run(1)).toBeGreaterThan(1e-2);
});

test.each(['relu', 'tanh', 'sigmoid'] as const)(
  'backpropagation through %s agrees with central differences in every layer',
  async (activation) => {
    const outcome = await runTrial(
      {
        task: {
          kind: 'gradient-check',
          hidden: [6, 5],
          activation,
          batch: 16,
          epochs: 3,
          step: 1e-5,
          weights: 40,
        },
        seed: 0,
      },
      context,
    );
    const layers = outcome.kind === 'gradient-check' ? outcome.layers : [];
    expect(layers.map(({ name, part }) => `${name} ${part}`)).toEqual(
      ['hidden_1', 'hidden_2', 'output'].flatMap((name) => [`${name} kernel`, `${name} bias`]),
    );
    for (const { relativeDifference, compared, size } of layers) {
      expect(relativeDifference).toBeLessThan(1e-4);
      expect(compared).toBeGreaterThan(0);
      expect(size).toBeGreaterThan(0);
    }
  },
);

test('a recipe is measured on held-out images, whatever the test images are; a sweep of it is that of the lesson', async () => {
  const changes = { layers: 'dense 6', validation: 1 / 6, patience: 2, classWeight: 'balanced' } as const;
  const recipe = trialRecipe(changeRecipe(defaultRecipe, changes));
  const trained = { kind: 'recipe', recipe, epochs: 3 } as const;
  const others = { ...data, test: images(7, 'others') };
  const first = await runTrial({ task: trained, seed: 0 }, context);
  expect(await runTrial({ task: trained, seed: 0 }, { ...context, data: shareData(others) })).toEqual(first);
  expect(first).toMatchObject({ status: 'completed', parameters: 31 * 6 + 7 * 3, samples: 100 });
  expect(first.kind === 'recipe' ? first.validation.accuracy : 0).toBeGreaterThan(1 / 3);

  // A validation part of the data is taken, too, and shared.
  const heldOut = { ...trained, recipe: { ...recipe, validation: 'held-out' } } as const;
  const own = { ...data, validation: images(30, 'validation') };
  expect(await runTrial({ task: heldOut, seed: 0 }, { ...context, data: shareData(own) })).toMatchObject({
    samples: 120,
  });

  const ends = { from: 1e-4, to: 1 };
  const { activation, dropout, l2, optimizer, data: part } = trainTask(options, { dropout: 0 });
  const lesson = {
    kind: 'rate-sweep',
    hidden: [6],
    activation,
    dropout,
    l2,
    optimizer,
    batchSize: 32,
    data: part,
    ...ends,
  } as const;
  const plain = trialRecipe(
    changeRecipe(defaultRecipe, {
      layers: 'dense 6',
      validation: 1 / 6,
      schedule: resolveSchedule('cosine'),
    }),
  );
  const [sweep, known] = await Promise.all([
    runTrial({ task: { kind: 'recipe-sweep', recipe: plain, ...ends }, seed: 0 }, context),
    runTrial({ task: lesson, seed: 0 }, context),
  ]);
  expect(sweep).toEqual({ ...known, kind: 'recipe-sweep' });
});

test('images of one’s own, sorted by class, are mixed once, each with its label, so that the first are of every class', () => {
  const labels = Uint8Array.from({ length: 90 }, (_, index) => Math.floor(index / 30));
  // One pixel each, which says its label and its place.
  const sorted = {
    images: Uint8Array.from(labels.keys()),
    labels,
    count: 90,
    height: 1,
    width: 1,
    channels: 1,
  };
  const own = { ...data, train: sorted };
  expect(shareData(own).train).toEqual(sorted);
  const source = { kind: 'read', location: '/pictures', format: 'folders of pictures' } as const;
  const fileOf = (key: FileKey): SourceFile => ({
    location: key,
    sha256: datasetInfos[0]!.files[key].sha256,
  });
  const known = {
    trainImages: fileOf('trainImages'),
    trainLabels: fileOf('trainLabels'),
    testImages: fileOf('testImages'),
    testLabels: fileOf('testLabels'),
  };
  const folder = { kind: 'folder', folder: '/mine', files: known } as const;
  expect(shareData({ ...own, source: folder }).train).toEqual(sorted);
  const others = { ...known, testLabels: { location: 'testLabels', sha256: 'f00' } };
  const { train, test: tested } = shareData({ ...own, source });
  expect(tested).toEqual(data.test);
  expect([...train.images].sort((a, b) => a - b)).toEqual([...sorted.images]);
  expect([...train.labels]).toEqual([...train.images].map((place) => Math.floor(place / 30)));
  expect(new Set(train.labels.subarray(0, 12))).toEqual(new Set([0, 1, 2]));
  expect(shareData({ ...own, source: { ...folder, files: others } }).train).toEqual(train);
});
