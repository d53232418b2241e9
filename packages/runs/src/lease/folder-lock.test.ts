import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RunFolderError } from '../folder/run-folder-error.ts';
import { readRecord } from '../folder/record-file.ts';
import { createRunFolder, reopenRunFolder } from '../folder/run-folder.ts';
import { FolderLock } from './folder-lock.ts';
import { WriteError } from '../folder/write-error.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'atelier-lock-'));

describe('the lock of a run folder', () => {
  test('is held by one, and free when it is released', () => {
    const path = folder();
    const lock = new FolderLock(path);
    expect(() => new FolderLock(path)).toThrow(
      `The folder ${path} belongs to process ${process.pid}, which is still at work; wait for it, or end it`,
    );
    expect(readdirSync(path)).toEqual(['lock']);
    lock.check();
    lock.release();
    expect(readdirSync(path)).toEqual([]);
    new FolderLock(path).release();
  });

  test.each([
    ['dead', { pid: 2 ** 22 - 1, host: hostname(), since: 'before' }],
    [
      'of a number that another process has now',
      { pid: process.pid, host: hostname(), since: 'another life' },
    ],
    [
      'dead, where the system does not tell since when it lived',
      { pid: 2 ** 22 - 1, host: hostname(), since: '' },
    ],
  ])('is taken from a process that is %s', (_, holder) => {
    const path = folder();
    writeFileSync(join(path, 'lock'), JSON.stringify({ ...holder, id: 'other' }));
    const lock = new FolderLock(path);
    lock.check();
    expect(readdirSync(path)).toEqual(['lock']);
  });

  test.each([
    [
      'that lives, where the system does not tell since when',
      { pid: process.pid, host: hostname(), since: '' },
    ],
    ['of another machine, of which nothing is known', { pid: 1, host: 'elsewhere', since: '' }],
  ])('is left to a process %s', (_, holder) => {
    const path = folder();
    const content = JSON.stringify({ ...holder, id: 'other' });
    writeFileSync(join(path, 'lock'), content);
    expect(() => new FolderLock(path)).toThrow(RunFolderError);
    expect(readdirSync(path)).toEqual(['lock']);
    expect(readFileSync(join(path, 'lock'), 'utf8')).toBe(content);
  });

  test.each(['', '{"pid": 1', '[]', '{"pid": -1, "host": "x", "since": "", "id": ""}'])(
    'that a crash left as %j is nobody’s',
    (content) => {
      const path = folder();
      writeFileSync(join(path, 'lock'), content);
      new FolderLock(path).check();
      expect(readFileSync(join(path, 'lock'), 'utf8')).toContain(`"pid":${process.pid}`);
    },
  );

  test('that is a link is taken away, and what it leads to left alone', () => {
    const path = folder();
    const target = join(folder(), 'precious');
    writeFileSync(target, 'gold');
    symlinkSync(target, join(path, 'lock'));
    new FolderLock(path).release();
    expect(readFileSync(target, 'utf8')).toBe('gold');
  });

  test('tells its holder when another took it over, and is then not the holder’s to release', () => {
    const path = folder();
    const lock = new FolderLock(path);
    writeFileSync(join(path, 'lock'), JSON.stringify({ pid: 1, host: 'x', since: '', id: 'other' }));
    expect(() => lock.check()).toThrow('Another process took over the folder');
    lock.release();
    expect(existsSync(join(path, 'lock'))).toBe(true);
  });

  test('cannot be had in a folder that is missing', () => {
    expect(() => new FolderLock(join(folder(), 'missing'))).toThrow(WriteError);
  });
});

describe('a folder for a run', () => {
  test('that only holds what a process killed at its start left is empty', () => {
    const path = folder();
    const dead = { pid: 2 ** 22 - 1, host: hostname(), since: 'x', id: 'y' };
    writeFileSync(join(path, 'lock'), JSON.stringify(dead));
    for (const name of ['run.json.tmp', 'lock.y.tmp']) writeFileSync(join(path, name), '{');
    mkdirSync(join(path, 'model.tmp'));
    writeFileSync(join(path, 'lock.z.tmp'), '{');
    utimesSync(join(path, 'lock.z.tmp'), 0, 0);
    createRunFolder(path, false).release();
    expect(readdirSync(path)).toEqual(['lock.y.tmp']);
  });

  test.each(['letter.txt', 'run.json', 'letter.tmp'])('that holds %s is not empty', (name) => {
    const path = folder();
    writeFileSync(join(path, name), '');
    expect(() => createRunFolder(path, false)).toThrow('holds something already');
    expect(readdirSync(path)).toEqual([name]);
  });

  test('is not emptied while another process is at work in it', () => {
    const path = folder();
    const lock = createRunFolder(path, false);
    writeFileSync(join(path, 'run.json'), '{}');
    expect(() => createRunFolder(path, true)).toThrow('still at work');
    expect(readdirSync(path).toSorted()).toEqual(['lock', 'run.json']);
    lock.release();
  });

  test.each(['run.json', 'history.csv', 'model', 'plots', 'report.html', 'checkpoints'])(
    'is not gone on in when its %s is a link',
    (name) => {
      const path = folder();
      symlinkSync(folder(), join(path, name));
      expect(() => reopenRunFolder(path)).toThrow(`${join(path, name)} is a link`);
      expect(readdirSync(path)).toEqual([name]);
    },
  );

  test('loses what was left unfinished when it is gone on in', () => {
    const path = folder();
    for (const name of ['run.json', 'run.json.tmp', 'report.html.tmp', 'notes.tmp'])
      writeFileSync(join(path, name), '');
    mkdirSync(join(path, 'model.old.tmp'));
    reopenRunFolder(path).release();
    expect(readdirSync(path).toSorted()).toEqual(['notes.tmp', 'run.json']);
  });
});

test('a run.json that is damaged at length is refused in short', () => {
  const path = folder();
  writeFileSync(
    join(path, 'run.json'),
    JSON.stringify({ format: 1, status: 'x'.repeat(1e5), ['y'.repeat(1e5)]: 1 }),
  );
  expect(() => readRecord(path)).toThrow(RunFolderError);
  expect(() => readRecord(path)).toThrow(/^.{1,400}$/);
});
