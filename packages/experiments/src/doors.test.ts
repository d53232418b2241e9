import { defaultRecipe } from '@atelier/presets/recipe';
import { expect, test } from 'vitest';
import { halves } from '../test/halves.ts';
import { planOptions, scriptedDataset, trialOf } from '../test/scripted.ts';
import * as everything from './index.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- as a caller without types
const wrong = (value: unknown): any => value;

const [experiment] = everything.experiments;
const trial = trialOf(3);
const never = (): never => {
  throw new Error('nothing is started');
};

const request: everything.ExperimentRequest = {
  experiment: experiment!,
  options: planOptions,
  dataset: scriptedDataset,
  engine: 'simd',
  folder: '/nowhere/at/all',
  workers: 1,
  startWorker: never,
};
const run = (changes: object): Promise<unknown> =>
  everything.runExperiment(wrong({ ...request, ...changes }));
const merge = (changes: object): Promise<unknown> =>
  everything.mergeExperiments(wrong({ sources: [], folderFor: never, experimentNamed: never, ...changes }));
const runAll = (changes: object): Promise<void> =>
  everything.runTrials([], wrong({ workers: 1, startWorker: never, onEvent: never, ...changes }));
const runOne = (task: object): Promise<unknown> =>
  everything.runTrial(wrong({ seed: 1, task: { ...trial.task, ...task } }), halves);

const searchPlan = everything.searchExperiment(defaultRecipe, { name: 'lr-finder' }).search!;
const imageShape: everything.SearchData = { inputShape: [28, 28, 1], classes: 10 };

type Call = readonly [call: () => unknown, message: string];

/** For each function, calls that are wrong in one place, and what is said. */
const doors: Readonly<Record<string, readonly Call[]>> = {
  runExperiment: [
    [() => everything.runExperiment(wrong('bottleneck')), 'its options as an object; found "bottleneck"'],
    [() => run({ takeover: true }), 'runExperiment has no option takeover: did you mean takeOver?'],
    [() => run({ experiment: 'bottleneck' }), 'experiment is an object with name, plan and present'],
    [() => run({ options: null }), 'An experiment takes its options as an object; found null'],
    [() => run({ options: { ...planOptions, seed: 1 } }), 'has no option seed: did you mean seeds?'],
    [() => run({ options: { ...planOptions, seeds: 1e9 } }), 'seeds is out of range'],
    [() => run({ options: { ...planOptions, limit: '60' } }), 'found "60"'],
    [() => run({ dataset: 'mnist' }), 'dataset is an object with name and hashes; found "mnist"'],
    [() => run({ engine: {} }), "engine is an engine's name; found an object"],
    [() => run({ folder: undefined }), 'folder is a path; found undefined'],
    [() => run({ takeOver: 'no' }), 'takeOver is true or false; found "no"'],
    [() => run({ shard: '1/2' }), 'shard is an object with index and count; found "1/2"'],
    [
      () => run({ shard: { index: 3, count: 2 } }),
      'A shard I/N has I from 1 to N, and N up to 10000; found 3/2',
    ],
    [() => run({ workers: 0 }), 'workers is a whole number, at least 1; found 0'],
    [() => run({ workers: 1e6 }), 'workers is at most 256; found 1000000'],
    [() => run({ startWorker: 'worker.js' }), 'startWorker is a function; found "worker.js"'],
    [() => run({ onEvent: 1 }), 'onEvent is a function; found 1'],
    [() => run({ signal: true }), 'signal is an AbortSignal; found true'],
  ],
  mergeExperiments: [
    [() => merge({ source: [] }), 'mergeExperiments has no option source: did you mean sources?'],
    [() => merge({ sources: 'a b' }), 'sources is an array of paths; found "a b"'],
    [() => merge({ sources: ['a', 5] }), 'sources[1] is a path; found 5'],
    [() => merge({ folderFor: 'x' }), 'folderFor is a function; found "x"'],
    [() => merge({ experimentNamed: null }), 'experimentNamed is a function; found null'],
    [() => merge({ takeOver: 1 }), 'takeOver is true or false; found 1'],
  ],
  runTrials: [
    [() => everything.runTrials(wrong({}), wrong({})), 'trials is an array of trials; found an object'],
    [() => runAll({ threads: 1 }), 'runTrials has no option threads; there are workers'],
    [() => runAll({ workers: '2' }), 'workers is a whole number, at least 1; found "2"'],
    [() => runAll({ startWorker: undefined }), 'startWorker is a function; found undefined'],
    [() => runAll({ onEvent: undefined }), 'onEvent is a function; found undefined'],
  ],
  serveTrials: [
    [() => everything.serveTrials(wrong(undefined)), 'serveTrials takes its options as an object'],
    [() => everything.serveTrials({ engine: wrong('simd') }), 'engine is an object with name and prepare'],
  ],
  shareData: [
    [() => everything.shareData(wrong(null)), 'data is an object with name, classNames, train and test'],
    [
      () => everything.shareData(wrong({ classNames: 'ab' })),
      'data.classNames is an array of texts; found "ab"',
    ],
    [() => everything.shareData({ ...halves.data, test: wrong([]) }), 'data.test is an object with images'],
    [
      () => everything.shareData({ ...halves.data, train: wrong({ images: new Float32Array(2) }) }),
      'data.train.images is a Uint8Array of bytes 0–255; found Float32Array(2)',
    ],
  ],
  runTrial: [
    [() => everything.runTrial(wrong(undefined), halves), 'trial is an object with task and seed'],
    [() => runOne({ kind: 'trian' }), 'Unknown kind of task "trian"; there are train, rate-sweep'],
    [() => runOne({ kind: 'toString' }), 'Unknown kind of task "toString"'],
    [() => runOne({ epochs: 0 }), 'The task is wrong: epochs: '],
    [
      () => everything.runTrial({ ...trial, seed: -1 }, halves),
      'seed is a whole number from 0 to 2^53 - 1; found -1',
    ],
    [() => everything.runTrial(trial, wrong(null)), 'context is an object with engine and data'],
    [() => everything.runTrial(trial, { ...halves, engine: wrong('simd') }), 'engine is an object with name'],
    [() => everything.runTrial(trial, { ...halves, data: wrong([]) }), 'data is an object with name'],
  ],
  searchExperiment: [
    [
      () => everything.searchExperiment(wrong('mlp-32'), { name: 'lr-finder' }),
      'A recipe is an object with every setting',
    ],
    [
      () => everything.searchExperiment(defaultRecipe, wrong({ name: 'grid' })),
      'The search is wrong: mode: name: ',
    ],
    [
      () => everything.searchExperiment({ ...defaultRecipe, validation: 'none' }, { name: 'lr-finder' }),
      'validation none leaves none',
    ],
  ],
  checkSearch: [
    [() => everything.checkSearch(wrong({}), imageShape), 'The search is wrong: recipe: '],
    [() => everything.checkSearch(searchPlan, wrong(null)), 'data is an object with inputShape and classes'],
    [
      () => everything.checkSearch(searchPlan, { ...imageShape, inputShape: wrong(28) }),
      'data.inputShape is an array of height, width and channels; found 28',
    ],
    [
      () => everything.checkSearch(searchPlan, { ...imageShape, classes: 0 }),
      'data.classes is a whole number, at least 1; found 0',
    ],
  ],
  kindOf: [
    [() => everything.kindOf(wrong(null)), 'task is an object with kind; found null'],
    [() => everything.kindOf(wrong({ kind: 5 })), 'Unknown kind of task 5'],
  ],
  parseShard: [
    [() => everything.parseShard(wrong(1)), 'The shard is a text; found 1'],
    [() => everything.parseShard('1/0'), 'found 1/0'],
  ],
  shardOf: [
    [() => everything.shardOf(wrong('trials'), everything.wholeShard), 'entries is an array of trials'],
    [() => everything.shardOf([], wrong({ index: 1 })), 'shard.count is a whole number, at least 1'],
    [() => everything.shardOf([], { index: 1, count: 1e9 }), 'N up to 10000; found 1/1000000000'],
  ],
  withSeeds: [
    [() => everything.withSeeds(wrong(1), trial.task, 1), 'label is a text; found 1'],
    [() => everything.withSeeds('a', trial.task, 0), 'seeds is a whole number, at least 1; found 0'],
    [() => everything.withSeeds('a', trial.task, 1e9), 'seeds is at most 1000; found 1000000000'],
  ],
  parseResult: [
    [() => everything.parseResult(wrong(Buffer.from('{}'))), 'line is a text; found Uint8Array(2)'],
    [() => everything.parseResult('{}'), "not a trial's result"],
  ],
  canonicalJson: [[() => everything.canonicalJson(Number.NaN), 'no place for NaN']],
};

/** They take what others of these functions have checked, or are no functions but classes. */
const checkedElsewhere = [
  'manifestOf',
  'resultLine',
  'trialId',
  'Results',
  'ResultFolder',
  'ExperimentError',
];

const calls = Object.entries(doors).flatMap(([name, each]) =>
  each.map(([call, message]) => ({ name, message, call })),
);

test.each(calls)('$name says: $message', async ({ call, message }) => {
  const error: unknown = await Promise.resolve()
    .then(call)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  expect(error).toBeInstanceOf(Error);
  expect(String(error)).toContain(message);
  expect(String(error)).not.toContain('\n');
});

test.each(everything.experiments)('$name checks its options', (each) => {
  const none = new everything.Results([]);
  const options = { ...planOptions, seeds: 1e9 };
  expect(() => each.plan(options, none)).toThrow('The option seeds is out of range');
  expect(() => each.present(options, none)).toThrow('The option seeds is out of range');
});

test('every function of the package has its wrong calls here', () => {
  const functions = Object.entries(everything).filter(([, each]) => typeof each === 'function');
  expect([...Object.keys(doors), ...checkedElsewhere].toSorted()).toEqual(
    functions.map(([name]) => name).toSorted(),
  );
});
