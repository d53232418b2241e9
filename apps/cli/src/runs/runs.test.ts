import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeRecipe } from '@atelier/presets/recipe';
import { FolderLock, type RunRecord } from '@atelier/runs';
import { exampleRecord } from '@atelier/runs/record';
import { describe, expect, test } from 'vitest';
import { filterRuns, sortRuns } from './choose-runs.ts';
import { findRuns } from './find-runs.ts';
import { differingSettings, listedRun } from './listed-run.ts';
import { runJson, runsCsv, runsTable } from './runs-table.ts';

const root = mkdtempSync(join(tmpdir(), 'atelier-runs-'));

function write(path: string, record: Partial<RunRecord>): string {
  const folder = join(root, path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...exampleRecord, ...record }));
  return folder;
}

const dataset = { ...exampleRecord.dataset, counts: { train: 1, validation: 1, test: 10_000 } };
const epoch = { epoch: 1, loss: 1, accuracy: 0.5, seconds: 2, learningRate: 0.01 };
const sgd = changeRecipe(exampleRecord.config, { optimizer: 'sgd', learningRate: 0.5 });

write('one', { dataset, history: [{ ...epoch, valAccuracy: 0.75 }], test: { loss: 1, accuracy: 0.8 } });
write('several/member-1', { dataset, config: sgd, test: { loss: 1, accuracy: 0.9 } });
write('several/member-2', { status: 'running' });
symlinkSync(root, join(root, 'several/loop'));

const runs = findRuns(root, () => {}).map(listedRun);
const names = (list: typeof runs): string[] =>
  list.map(({ path }) => path.slice(path.indexOf(root.slice(-6)) + 7));

describe('a list of runs', () => {
  test('has every run below a folder, and follows no link', () => {
    expect(names(runs)).toEqual(['one', 'several/member-1', 'several/member-2']);
  });

  test('tells a killed run from a running one', () => {
    const folder = join(root, 'several/member-2');
    expect(listedRun(folder).state).toBe('killed');
    const lock = new FolderLock(folder);
    expect(listedRun(folder).state).toBe('running');
    lock.release();
  });

  test('shows the settings in which the runs differ, and no others', () => {
    expect(differingSettings(runs)).toEqual(['optimizer', 'learning-rate', 'beta1', 'beta2', 'epsilon']);
    expect(differingSettings(runs.slice(0, 1))).toEqual([]);
  });

  test('is sorted by accuracy from the best, by anything else from the smallest, with the others last', () => {
    expect(names(sortRuns(runs, 'test_accuracy'))).toEqual(['several/member-1', 'one', 'several/member-2']);
    expect(names(sortRuns(runs, 'learning-rate'))).toEqual(['one', 'several/member-2', 'several/member-1']);
    expect(names(sortRuns(runs, '--val_accuracy'))[0]).toBe('one');
    expect(() => sortRuns(runs, 'val-accuracy')).toThrow('Did you mean val_accuracy?');
  });

  test('is filtered by settings and facts', () => {
    expect(names(filterRuns(runs, ['optimizer=sgd']))).toEqual(['several/member-1']);
    expect(names(filterRuns(runs, ['optimizer=adam', 'state=killed']))).toEqual(['several/member-2']);
    expect(names(filterRuns(runs, ['learning-rate=1e-3']))).toEqual(['one', 'several/member-2']);
    expect(names(filterRuns(runs, ['learning-rate=5e-1']))).toEqual(['several/member-1']);
    expect(filterRuns(runs, ['learning-rate='])).toEqual([]);
    expect(() => filterRuns(runs, ['optimizer'])).toThrow('A filter is key=value');
    expect(() => filterRuns(runs, ['optimiser=adam'])).toThrow('Did you mean optimizer?');
  });

  test('is a table with the interval of the test accuracy', () => {
    const [header, first] = runsTable(runs.slice(0, 2)).split('\n');
    expect(header?.split(/\s{2,}/)).toEqual([
      'run',
      'state',
      'preset',
      'optimizer',
      'learning-rate',
      'beta1',
      'beta2',
      'epsilon',
      'epochs',
      'val_accuracy',
      'test_accuracy',
      '95%',
      'seconds',
    ]);
    // 1.96 standard errors of 0.8 of 10,000 are 0.0078.
    expect(first).toMatch(
      / completed +mlp-32 +adam +0\.001 +0\.9 +0\.999 +1e-7 +1\/2 +75\.00% +80\.00% +79\.2–80\.8 +2\.0$/,
    );
  });

  test('is a CSV table with as many cells in each line as in its header', () => {
    const [header = [], ...lines] = runsCsv(runs);
    expect(lines.map(({ length }) => length)).toEqual([header.length, header.length, header.length]);
    expect(lines[1]?.[header.indexOf('test_accuracy')]).toBe(0.9);
  });

  test('has one name for each thing: every column of the table and every key of the JSON sorts', () => {
    const [header = []] = runsCsv(runs);
    const { settings: _, ...facts } = runJson(runs[0]!);
    const shown = runsTable(runs)
      .split('\n')[0]!
      .split(/\s{2,}/)
      .filter((name) => name !== '95%');
    for (const name of [...header, ...Object.keys(facts), ...shown]) {
      expect(names(sortRuns(runs, String(name)))).toHaveLength(runs.length);
    }
  });
});
