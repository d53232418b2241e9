import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRunFolder, reopenRunFolder } from './run-folder.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'atelier-run-'));

describe('a folder for a run', () => {
  test('that only holds what a process killed at its start left is empty', () => {
    const path = folder();
    const dead = { pid: 2 ** 22 - 1, host: hostname(), since: 'x', id: 'y' };
    writeFileSync(join(path, 'lock'), JSON.stringify(dead));
    for (const name of ['run.json.tmp', 'lock.y.tmp']) writeFileSync(join(path, name), '{');
    mkdirSync(join(path, 'model.tmp'));
    // Of processes elsewhere, which may be about to take the folder, unless that is long ago.
    for (const name of ['lock.new.tmp', 'lock.old.tmp']) {
      writeFileSync(join(path, name), JSON.stringify({ ...dead, namespace: 'elsewhere' }));
    }
    utimesSync(join(path, 'lock.old.tmp'), 0, 0);
    createRunFolder(path, false).release();
    expect(readdirSync(path)).toEqual(['lock.new.tmp']);
  });

  test.each(['letter.txt', 'run.json', 'letter.tmp'])('that holds %s is not empty', (name) => {
    const path = folder();
    writeFileSync(join(path, name), '');
    expect(() => createRunFolder(path, false)).toThrow('already holds something');
    expect(readdirSync(path)).toEqual([name]);
  });

  test('is not emptied while another process is using it', () => {
    const path = folder();
    const lock = createRunFolder(path, false);
    writeFileSync(join(path, 'run.json'), '{}');
    expect(() => createRunFolder(path, true)).toThrow('still running');
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
