import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exampleRecord as record } from '../record/example-record.ts';
import { readRecord } from './record-file.ts';
import { RunFolderError } from './run-folder-error.ts';

test('what is wrong with a record is said in one line, though it quotes a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-record-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const optimizer = { ...record.config.optimizer, 'two\nlines\u001B[31m': 1 };
  const damaged = { ...record, config: { ...record.config, optimizer } };
  writeFileSync(join(folder, 'run.json'), JSON.stringify(damaged));
  expect(() => readRecord(folder)).toThrow(/^\P{Cc}+ is damaged: \P{Cc}+$/u);
  writeFileSync(join(folder, 'run.json'), '{"a\n\u001B[31m": 1}');
  expect(() => readRecord(folder)).toThrow(/^\P{Cc}+ is damaged: \P{Cc}+$/u);
});

test('a run.json that is damaged at length is refused in short', () => {
  const path = mkdtempSync(join(tmpdir(), 'atelier-record-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  writeFileSync(
    join(path, 'run.json'),
    JSON.stringify({ format: 1, status: 'x'.repeat(1e5), ['y'.repeat(1e5)]: 1 }),
  );
  expect(() => readRecord(path)).toThrow(RunFolderError);
  expect(() => readRecord(path)).toThrow(/^.{1,400}$/);
});

test('a folder of several runs is no run, and one of them is named', () => {
  const path = mkdtempSync(join(tmpdir(), 'atelier-record-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  mkdirSync(join(path, 'fold-1'));
  writeFileSync(join(path, 'fold-1', 'run.json'), JSON.stringify(record));
  const named = `${path} is not a run folder: it has no run.json; it holds several runs: name one, such as ${join(path, 'fold-1')}`;
  expect(() => readRecord(path)).toThrow(named);
});
