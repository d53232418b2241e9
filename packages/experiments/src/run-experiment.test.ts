import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  planOptions,
  runScripted,
  scriptedDataset,
  scriptedExperiment,
  temporaryFolder,
} from '../test/scripted.ts';
import { mergeExperiments } from './merge.ts';
import type { ExperimentEvent } from './experiment-request.ts';

const units = [5, 7, 2, 9, 4, 11];
const experiment = scriptedExperiment(units);
const resultsOf = (folder: string): string => readFileSync(join(folder, 'results.jsonl'), 'utf8');

test('results are the same bytes for 1 and 3 workers, and a complete run is presented', async () => {
  const [one, three] = [temporaryFolder(), temporaryFolder()];
  const end = await runScripted(experiment, one, { workers: 1 });
  await runScripted(experiment, three, { workers: 3 });
  expect(resultsOf(one)).toBe(resultsOf(three));
  expect(end).toMatchObject({
    status: 'complete',
    missing: [],
    failed: [],
    presentation: { reading: ['It runs.'] },
  });
  expect(end.files.filter((file) => !existsSync(join(one, file)))).toEqual([]);
  expect(readFileSync(join(one, 'report.html'), 'utf8')).toContain('It runs.');
  expect(readFileSync(join(one, 'results.csv'), 'utf8').split('\r\n')[2]).toMatch(
    /^[0-9a-f]{16},"7 units, seed 0",0,train,completed,70,100,0\.125,0\.07,0\.125,0\.07$/,
  );
});

test('more than can be counted is refused before anything is made of it', async () => {
  const folder = join(temporaryFolder(), 'new');
  const options = { ...planOptions, seeds: 1_000_000_000 };
  await expect(runScripted(experiment, folder, { options })).rejects.toThrow(
    /The option seeds is out of range: .*1000; found 1000000000/,
  );
  expect(existsSync(folder)).toBe(false);
});

test('a manifest with too many seeds is refused with the reason', async () => {
  const folder = temporaryFolder();
  await runScripted(experiment, folder);
  const file = join(folder, 'experiment.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"seeds": 1', '"seeds": 1000000000'));
  await expect(runScripted(experiment, folder)).rejects.toThrow(
    /experiment\.json is damaged.*options: seeds: .*1000/,
  );
  await expect(
    mergeExperiments({ sources: [folder], folderFor: () => folder, experimentNamed: () => experiment }),
  ).rejects.toThrow('options: seeds');
});

test('started again it runs what is missing and nothing else, and drops a line that was not finished', async () => {
  const [whole, folder] = [temporaryFolder(), temporaryFolder()];
  await runScripted(experiment, whole);
  cpSync(whole, folder, { recursive: true });
  const lines = resultsOf(whole).split('\n');
  writeFileSync(join(folder, 'results.jsonl'), `${lines.slice(0, 3).join('\n')}\n`);
  appendFileSync(join(folder, 'results.jsonl'), lines[3]!.slice(0, 40));
  const events: ExperimentEvent[] = [];
  await runScripted(experiment, folder, { onEvent: (event) => events.push(event) });
  expect(events.filter(({ type }) => type === 'trial-begin')).toHaveLength(units.length - 3);
  expect(events[0]).toMatchObject({ type: 'plan', done: 3 });
  expect(resultsOf(folder)).toBe(resultsOf(whole));
});

test('a folder of an earlier version, which hashed files, goes on with the same files and with no others', async () => {
  const folder = temporaryFolder();
  await runScripted(experiment, folder);
  const file = join(folder, 'experiment.json');
  const former = readFileSync(file, 'utf8').replace(
    /"train": "a1",\s*"test": "b2"/,
    `"hash": "${createHash('sha256').update('c3\nd4').digest('hex').slice(0, 16)}"`,
  );
  expect(former).toContain('"hash"');
  writeFileSync(file, former);
  expect((await runScripted(experiment, folder)).status).toBe('complete');
  const files = { 'train-images': 'c3', 'train-labels': 'ff' };
  const others = { ...scriptedDataset, hashes: { ...scriptedDataset.hashes, files } };
  await expect(runScripted(experiment, folder, { dataset: others })).rejects.toThrow('results with dataset');
});

test('a damaged line costs its trial and no other, and is named', async () => {
  const [whole, folder] = [temporaryFolder(), temporaryFolder()];
  await runScripted(experiment, whole);
  cpSync(whole, folder, { recursive: true });
  const file = join(folder, 'results.jsonl');
  // A disk that was full tore the third line, and the fourth joined it.
  const [first, second, third, fourth, ...others] = resultsOf(whole).split('\n');
  writeFileSync(file, [first, second, `${third!.slice(0, 40)}${fourth}`, ...others].join('\n'));
  const events: ExperimentEvent[] = [];
  const end = await runScripted(experiment, folder, { onEvent: (event) => events.push(event) });
  expect(end.status).toBe('complete');
  expect(events.filter(({ type }) => type === 'trial-begin')).toHaveLength(2);
  expect(events[0]).toMatchObject({
    type: 'notice',
    message: expect.stringContaining(`${file}: line 3 is damaged and does not count: `),
  });
  expect(resultsOf(folder)).toBe(resultsOf(whole));
});

test('a result that cannot be written ends all at once, and no trial is blamed', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'results.jsonl');
  const events: ExperimentEvent[] = [];
  const run = runScripted(experiment, folder, {
    onEvent: (event) => {
      events.push(event);
      if (event.type !== 'trial-end') return;
      rmSync(file);
      mkdirSync(file);
    },
  });
  await expect(run).rejects.toThrow(`${file} cannot be written: it is a folder (EISDIR)`);
  expect(events.filter(({ type }) => type === 'trial-end')).toHaveLength(1);
  expect(events.filter(({ type }) => type === 'trial-failed')).toEqual([]);
  expect(readdirSync(folder).toSorted()).toEqual(['experiment.json', 'results.jsonl', 'timings.csv']);
  rmSync(file, { recursive: true });
  expect((await runScripted(experiment, folder)).status).toBe('complete');
});

describe('a folder that is only shown, or refused, is not taken', () => {
  const lockedByOther = (folder: string): void =>
    writeFileSync(
      join(folder, 'lock'),
      JSON.stringify({ pid: 1, host: 'elsewhere', since: '', id: 'other' }),
    );

  test('a finished one is shown while another process has it', async () => {
    const folder = temporaryFolder();
    const before = await runScripted(experiment, folder);
    lockedByOther(folder);
    expect(await runScripted(experiment, folder)).toEqual(before);
  });

  test('a finished shard has nothing to write either', async () => {
    const folder = temporaryFolder();
    const shard = { index: 1, count: 2 };
    const before = await runScripted(experiment, folder, { shard });
    lockedByOther(folder);
    expect(await runScripted(experiment, folder, { shard })).toEqual(before);
  });

  test('other options are refused first', async () => {
    const folder = temporaryFolder();
    await runScripted(experiment, folder);
    lockedByOther(folder);
    const options = { ...planOptions, epochs: 2 };
    await expect(runScripted(experiment, folder, { options })).rejects.toThrow('epochs 1, not 2');
  });

  test('one with something left to do is refused while another process has it, and may be taken over', async () => {
    const folder = temporaryFolder();
    await runScripted(experiment, folder, { shard: { index: 1, count: 2 } });
    lockedByOther(folder);
    const before = resultsOf(folder);
    await expect(runScripted(experiment, folder)).rejects.toThrow('belongs to process 1 on elsewhere');
    expect(resultsOf(folder)).toBe(before);
    expect((await runScripted(experiment, folder, { takeOver: true })).status).toBe('complete');
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });

  test('one whose figures were not finished is finished', async () => {
    const folder = temporaryFolder();
    const { files } = await runScripted(experiment, folder);
    rmSync(join(folder, 'report.html'));
    expect((await runScripted(experiment, folder)).files).toEqual(files);
    expect(existsSync(join(folder, 'report.html'))).toBe(true);
  });
});

test('a process whose folder was taken over writes nothing more to it', async () => {
  const folder = temporaryFolder();
  const run = runScripted(experiment, folder, {
    workers: 1,
    onEvent: ({ type }) => {
      if (type === 'trial-end')
        writeFileSync(join(folder, 'lock'), '{"pid":1,"host":"x","since":"","id":"y"}');
    },
  });
  await expect(run).rejects.toThrow(`Another process took over the folder ${folder}`);
  expect(resultsOf(folder).trimEnd().split('\n')).toHaveLength(1);
  expect(existsSync(join(folder, 'lock'))).toBe(true);
});

test('a trial that fails twice is left out, reported, and tried again at the next start', async () => {
  const folder = temporaryFolder();
  const failing = scriptedExperiment([1, 13, 2]);
  const end = await runScripted(failing, folder);
  expect(end).toMatchObject({ status: 'incomplete', failed: [{ label: '13 units, seed 0' }] });
  expect(end.presentation).toBeUndefined();
  expect(resultsOf(folder).trim().split('\n')).toHaveLength(2);
  expect((await runScripted(failing, folder)).failed).toHaveLength(1);
});

describe('a folder that holds something else is refused, and nothing in it changes', () => {
  test.each([
    ['another grid', { experiment: scriptedExperiment([1, 2]) }, 'holds results with grid'],
    ['other options', { options: { ...planOptions, epochs: 2 } }, 'holds results with epochs 1, not 2'],
    [
      'other data',
      {
        dataset: {
          ...scriptedDataset,
          hashes: { ...scriptedDataset.hashes, content: { train: 'ff', test: 'b2' } },
        },
      },
      'holds results with dataset',
    ],
    [
      'the same data in another order',
      { dataset: { ...scriptedDataset, mixed: true } },
      'not {"name":"scripted","order":"mixed"',
    ],
    [
      'another experiment',
      { experiment: scriptedExperiment(units, 'other') },
      'holds results with experiment "scripted", not "other"',
    ],
  ])('%s', async (_, difference, message) => {
    const folder = temporaryFolder();
    await runScripted(experiment, folder);
    const before = resultsOf(folder);
    await expect(runScripted(experiment, folder, difference)).rejects.toThrow(message);
    expect(resultsOf(folder)).toBe(before);
  });

  test('another version', async () => {
    const folder = temporaryFolder();
    await runScripted(experiment, folder);
    const file = join(folder, 'experiment.json');
    const manifest = readFileSync(file, 'utf8').replace(/"version": "[^"]*"/, '"version": "0.0.1"');
    writeFileSync(file, manifest);
    await expect(runScripted(experiment, folder)).rejects.toThrow('holds results with version "0.0.1", not');
    expect(readFileSync(file, 'utf8')).toBe(manifest);
  });

  test('no experiment at all, and a file', async () => {
    const foreign = temporaryFolder();
    writeFileSync(join(foreign, 'letter.txt'), 'dear reader');
    await expect(runScripted(experiment, foreign)).rejects.toThrow(
      'holds something that is not an experiment',
    );
    await expect(runScripted(experiment, join(foreign, 'letter.txt'))).rejects.toThrow('is a file');
  });
});

describe('merging shards', () => {
  async function shards(count: number): Promise<string[]> {
    const folders = Array.from({ length: count }, () => temporaryFolder());
    for (const [index, folder] of folders.entries()) {
      const end = await runScripted(experiment, folder, { shard: { index: index + 1, count } });
      expect(end.status).toBe('incomplete');
    }
    return folders;
  }
  const merge = (sources: readonly string[], folder: string): ReturnType<typeof mergeExperiments> =>
    mergeExperiments({ sources, folderFor: () => folder, experimentNamed: () => experiment });

  test('equals a whole run, and merging again changes nothing', async () => {
    const [whole, folder] = [temporaryFolder(), temporaryFolder()];
    await runScripted(experiment, whole);
    const sources = await shards(3);
    expect(await merge(sources, folder)).toMatchObject({ status: 'complete', missing: [], duplicates: [] });
    expect(resultsOf(folder)).toBe(resultsOf(whole));
    expect(await merge(sources, folder)).toMatchObject({ status: 'complete', duplicates: [] });
    expect(resultsOf(folder)).toBe(resultsOf(whole));
    expect(readFileSync(join(folder, 'summary.json'))).toEqual(readFileSync(join(whole, 'summary.json')));
  });

  test('names what is missing and what more than one folder has', async () => {
    const [first, second] = await shards(2);
    const merged = await merge([first!, first!], temporaryFolder());
    expect(merged.status).toBe('incomplete');
    expect(merged.missing.map(({ label }) => label)).toEqual(
      [7, 9, 11].map((each) => `${each} units, seed 0`),
    );
    expect(merged.duplicates).toEqual([5, 2, 4].map((each) => `${each} units, seed 0`));
    expect((await merge([first!, second!, first!], temporaryFolder())).status).toBe('complete');
  });

  test('refuses folders that disagree, or are none, before anything is written', async () => {
    const [first, second] = await shards(2);
    const changed = temporaryFolder();
    cpSync(first!, changed, { recursive: true });
    writeFileSync(
      join(changed, 'results.jsonl'),
      resultsOf(first!)
        .replaceAll('"samples":100', '"samples":99')
        .replaceAll(/,"hash":"\w+"/g, ''),
    );
    const folder = join(temporaryFolder(), 'new');
    await expect(merge([first!, second!, changed], folder)).rejects.toThrow(
      'another result for the trial "5 units, seed 0"',
    );
    await expect(merge([first!, temporaryFolder()], folder)).rejects.toThrow('is not an experiment');
    expect(existsSync(folder)).toBe(false);
    // The target has its say too.
    await merge([changed, second!], folder);
    const before = resultsOf(folder);
    await expect(merge([first!, second!], folder)).rejects.toThrow(
      `${folder} has another result for the trial "5 units, seed 0" than the folders to merge`,
    );
    expect(resultsOf(folder)).toBe(before);
  });
});

test('an adaptive experiment runs until its plan is exhausted, tells its decisions, and refuses shards', async () => {
  const steps = [3, 6, 8];
  const adaptive = {
    ...scriptedExperiment(steps),
    adaptive: true,
    plan: (...[options, results]: Parameters<typeof experiment.plan>) => {
      const all = scriptedExperiment(steps).plan(options, results);
      const done = all.filter((trial) => results.has(trial)).length;
      return all.slice(0, done + 1);
    },
    decisions: (...[options, results]: Parameters<typeof experiment.plan>) =>
      scriptedExperiment(steps)
        .plan(options, results)
        .filter((trial) => results.has(trial))
        .map(({ label }) => `after ${label}`),
  };
  const events: ExperimentEvent[] = [];
  const folder = temporaryFolder();
  const end = await runScripted(adaptive, folder, { onEvent: (event) => events.push(event) });
  expect(end.status).toBe('complete');
  expect(events.flatMap((event) => (event.type === 'decision' ? [event.text] : []))).toEqual(
    steps.map((each) => `after ${each} units, seed 0`),
  );
  mkdirSync(join(folder, 'other'));
  await expect(
    runScripted(adaptive, join(folder, 'other'), { shard: { index: 1, count: 2 } }),
  ).rejects.toThrow('cannot be sharded');
});
