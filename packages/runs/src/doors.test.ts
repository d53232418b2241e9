import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import * as runs from './index.ts';
import { exampleRecord } from './record/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'atelier-runs-doors-'));
const file = join(folder, 'file');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// oxlint-disable-next-line typescript/no-explicit-any -- as a caller without types
const wrong = (value: unknown): any => value;

type Call = readonly [call: () => unknown, message: string];

/** What is said of wrong paths. */
const paths = (name: string, call: (path: string) => unknown): readonly Call[] => [
  [() => call(wrong(5)), `${name} is a path; found 5`],
  [() => call(wrong(undefined)), `${name} is a path; found undefined`],
  [() => call(''), `${name} is a path; found ""`],
];

/** For each function, calls that are wrong in one place, and what is said. */
const doors: Readonly<Record<string, readonly Call[]>> = {
  appendWhole: [
    ...paths('path', (path) => runs.appendWhole(path, 'a\n')),
    [() => runs.appendWhole(file, wrong(null)), 'text is a text; found null'],
    [() => runs.appendWhole(file, 'a'), 'text ends with a line feed; found "a"'],
  ],
  CheckpointFolder: [
    ...paths('run', (run) => new runs.CheckpointFolder(run)),
    [() => new runs.CheckpointFolder(folder).newest(wrong(null)), 'onDamaged is a function; found null'],
  ],
  isModelFile: paths('path', (path) => runs.isModelFile(path)),
  readModelFile: paths('path', (path) => runs.readModelFile(path)),
  makeFolder: paths('path', (path) => runs.makeFolder(path)),
  readModel: [
    ...paths('folder', (path) => runs.readModel(path, undefined)),
    [() => runs.readModel(folder, wrong('f0')), 'hashes is an object with topology and weights; found "f0"'],
  ],
  writeModel: [
    ...paths('folder', (path) => runs.writeModel(path, { modelJson: '', weights: new Uint8Array(0) })),
    [() => runs.writeModel(folder, wrong(null)), 'files is an object with modelJson and weights; found null'],
    [
      () => runs.writeModel(folder, wrong({ weights: new Uint8Array(0) })),
      'modelJson is a text; found undef',
    ],
    [
      () => runs.writeModel(folder, { modelJson: '', weights: wrong([1]) }),
      'is a Uint8Array; found Array(1)',
    ],
  ],
  readPlan: paths('folder', (path) => runs.readPlan(path)),
  writePlan: [
    ...paths('folder', (path) => runs.writePlan(path, wrong({}))),
    [
      () => runs.writePlan(folder, wrong({ format: 1, kind: 'folds' })),
      'plan could not be read again: kind:',
    ],
  ],
  readJson: [
    ...paths('folder', (path) => runs.readJson(path, 'run.json', z.string())),
    [() => runs.readJson(folder, wrong(1), z.string()), 'name is a path; found 1'],
  ],
  isRecordLost: paths('folder', (path) => runs.isRecordLost(path)),
  readRecord: paths('folder', (path) => runs.readRecord(path)),
  writeRecord: [
    ...paths('folder', (path) => runs.writeRecord(path, exampleRecord)),
    [() => runs.writeRecord(folder, wrong(undefined)), 'record is an object with format, config and history'],
    [() => runs.writeRecord(folder, wrong({ history: 1 })), 'record.history is an array of epochs; found 1'],
    [
      () => runs.writeRecord(folder, { ...exampleRecord, history: [wrong({ epoch: 1 })] }),
      'read again: history: 0: loss:',
    ],
    [() => runs.writeRecord(folder, { ...exampleRecord, status: wrong('done') }), 'read again: status:'],
    [() => runs.writeRecord(folder, { ...exampleRecord, parameters: Number.NaN }), 'read again: parameters:'],
  ],
  checkRunFolder: [
    ...paths('path', (path) => runs.checkRunFolder(path, false)),
    [() => runs.checkRunFolder(folder, wrong(0)), 'overwrite is true or false; found 0'],
  ],
  createRunFolder: [
    ...paths('path', (path) => runs.createRunFolder(path, true)),
    [() => runs.createRunFolder(folder, wrong('no')), 'overwrite is true or false; found "no"'],
    [() => runs.createRunFolder(folder, false, wrong({ takeover: true })), 'did you mean takeOver?'],
  ],
  isBegun: paths('path', (path) => runs.isBegun(path)),
  reopenRunFolder: [
    ...paths('folder', (path) => runs.reopenRunFolder(path)),
    [() => runs.reopenRunFolder(folder, wrong({ force: true })), 'FolderLock has no option force'],
  ],
  checkNoLinks: [
    ...paths('folder', (path) => runs.checkNoLinks(path, 'run.json')),
    [() => runs.checkNoLinks(folder, wrong([])), 'name is a path; found Array(0)'],
  ],
  removeAbandoned: paths('path', (path) => runs.removeAbandoned(path)),
  removeUnfinished: paths('folder', (path) => runs.removeUnfinished(path)),
  writeWhole: [
    ...paths('path', (path) => runs.writeWhole(path, '')),
    [() => runs.writeWhole(file, wrong(7)), 'content is a text or a Uint8Array; found 7'],
  ],
  FolderLock: [
    ...paths('folder', (path) => new runs.FolderLock(path)),
    [() => new runs.FolderLock(folder, wrong(true)), 'FolderLock takes its options as an object; found true'],
    [() => new runs.FolderLock(folder, { takeOver: wrong('no') }), 'takeOver is true or false; found "no"'],
    [() => new runs.FolderLock(folder, { interval: -1 }), 'interval is a whole number, at least 1; found -1'],
  ],
  isInUse: paths('folder', (path) => runs.isInUse(path)),
  differentPart: [
    [() => runs.differentPart(wrong(null), wrong({})), 'recorded is an object with the hash of each part'],
    [() => runs.differentPart({}, wrong(null)), 'hashes is an object with content and files; found null'],
  ],
};

/** They take any value: an entry of a folder, an error, what a file says. */
const total = ['isTrace', 'reasonOf', 'modelMetadata', 'RunFolderError', 'WriteError'];

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
  expect(String(error)).toMatch(/^(Type|Range)Error: /);
  expect(String(error)).toContain(message);
  expect(String(error)).not.toContain('\n');
  expect(readdirSync(folder)).toEqual([]);
});

test('every function of the package has its wrong calls here', () => {
  const functions = Object.entries(runs).filter(([, each]) => typeof each === 'function');
  expect([...Object.keys(doors), ...total].toSorted()).toEqual(functions.map(([name]) => name).toSorted());
});
