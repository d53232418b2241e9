import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import {
  atelier,
  atelierWithSignal,
  filesIn,
  readJson,
  temporaryFolder,
  writeTinyDataset,
} from './program.ts';
import { residentProgram } from './resident-program.ts';

let folder: string;
const resident = residentProgram(() => folder);
const common = ['--data', 'data', '--epochs', '4', '--rungs', '2', '--trials', '7'];
const search = [
  'search',
  '--vary',
  'learning-rate=log(1e-4,1e-1)',
  '--vary',
  'hidden=3|none',
  ...common,
] as const;

beforeAll(async () => {
  folder = temporaryFolder();
  writeTinyDataset(join(folder, 'data'), { train: 120, test: 30 });
  const { code } = await atelier(folder, ...search, '--out', 'whole', '--workers', '1', '--quiet');
  if (code !== 0) throw new Error('There is no search to compare with');
});

/** All files of results but times, by name. */
function resultsIn(name: string): Record<string, string> {
  const path = join(folder, name);
  const names = filesIn(path).filter((file) => file !== 'timings.csv');
  return Object.fromEntries(names.map((file) => [file, readFileSync(join(path, file), 'base64')]));
}

test('a search that is killed goes on, to the bytes of an undisturbed one', async () => {
  const args = [...search, '--out', 'killed', '--workers', '2', '--json'];
  await atelierWithSignal(folder, args, { after: '"trial-end"', signal: 'SIGKILL' });
  expect(existsSync(join(folder, 'killed', 'report.html'))).toBe(false);
  const { code, stdout } = await atelier(folder, ...args);
  expect(code).toBe(0);
  expect(stdout).toContain('"type":"decision","text":"Bracket 1 of 3: after 2 epochs, 1 of 3 go on to 4: ');
  expect(resultsIn('killed')).toEqual(resultsIn('whole'));
  expect(readJson(folder, 'whole', 'summary.json')).toMatchObject({
    experiment: 'search-mlp-32',
    reading: [
      expect.stringMatching(/^The best of 7 candidates is learning-rate \S+, hidden \S+: /),
      expect.stringContaining('atelier train mlp-32'),
      expect.any(String),
      expect.any(String),
    ],
  });
});

test('shards merge into the whole; what is found can be trained as it is said', async () => {
  const shards = ['1/2', '2/2'].map((shard) =>
    atelier(folder, ...search, '--shard', shard, '--out', `shard-${shard[0]}`, '--quiet'),
  );
  expect(await Promise.all(shards)).toEqual([1, 2].map(() => ({ code: 0, stdout: '', stderr: '' })));
  const merged = await atelier(folder, 'search', 'merge', 'shard-1', 'shard-2', '--out', 'merged');
  expect(merged).toMatchObject({ code: 0, stderr: '' });
  expect(resultsIn('merged')).toEqual(resultsIn('whole'));
  const [, command = ''] = /atelier (train [^\n]*)\.\n/.exec(merged.stdout) ?? [];
  const trained = await atelier(folder, ...command.split(' '), '--out', 'best', '--quiet');
  expect(trained).toMatchObject({ code: 0 });
});

test('the learning-rate finder sweeps a network of one’s own', async () => {
  const { code, stdout } = await atelier(
    folder,
    'search',
    '--lr-finder',
    '--layers',
    'conv 2 3x3, dense 4',
    '--batch-size',
    '1',
    '--optimizer',
    'sgd',
    '--data',
    'data',
    '--out',
    'rates',
  );
  expect(code).toBe(0);
  expect(stdout).toContain(
    'Which learning rate does a pass with a growing rate suggest for mlp-32 with sgd?',
  );
  expect(stdout).toMatch(/\nsgd: the loss is lowest \(/);
});

test.each([
  [['search'], 'A search needs settings to vary, such as --vary hidden=32|64, or --lr-finder'],
  [['search', '--vary', 'hiden=3'], 'There is no setting "hiden"; did you mean hidden?'],
  [['search', '--vary', 'hidden=3|x'], 'hidden: "x" is not valid'],
  [['search', '--vary', 'epochs=3|4'], 'epochs cannot vary'],
  [['search', '--vary', 'hidden=3', '--hidden', '4'], '--hidden conflicts with --vary hidden'],
  [['search', '--vary', 'hidden=3', '--layers', 'dense 4'], '--layers conflicts with --vary hidden'],
  [['search', '--vary', 'hidden=3', '--validation', 'test'], '--validation test leaves a search nothing'],
  [['search', '--vary', 'hidden=3', '--rungs', '0'], 'It takes a whole number from 1 to 8'],
  [['search', '--vary', 'hidden=3', '--from', 'run'], "unknown option '--from'"],
  [['search', '--lr-finder', '--epochs', '3'], "'--lr-finder' cannot be used with option '--epochs"],
  [['search', '--lr-finder', '--vary', 'hidden=3'], "'--lr-finder' cannot be used with option '--vary"],
  [
    ['search', '--vary', 'hidden=3', '--data', 'data', '--out', 'whole'],
    'holds results with vary ["learning-rate',
  ],
])('%j is refused in one line', async (args, message) => {
  const { code, stdout, stderr } = await resident(...args);
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect([code, stdout]).toEqual([2, '']);
});
