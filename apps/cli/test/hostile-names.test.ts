import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { columnsOf } from '../src/terminal/text.ts';
import { temporaryFolder, writeTinyDataset } from './program.ts';
import { residentProgram } from './resident-program.ts';

/** Sets the window's title, colours what follows, turns its direction, clears the screen. */
const hostile = 'x\u001B]0;owned\u0007\u001B[31m\u202Egpj\u009B2J\u2066';
const classNames = [hostile, '靴子'.repeat(2500), 'y'.repeat(5000)];

let folder: string;
const atelier = residentProgram(() => folder);

beforeAll(async () => {
  folder = temporaryFolder();
  writeTinyDataset(join(folder, hostile));
  const { code } = await atelier('train', '--data', hostile, '--epochs', '1', '--out', 'run', '--quiet');
  if (code !== 0) throw new Error('There is no run to look at');
  const file = join(folder, 'run', 'run.json');
  const record = readFileSync(file, 'utf8').replace(
    /"classNames":\s*\[[^\]]*\]/,
    () => `"classNames":${JSON.stringify(classNames)}`,
  );
  writeFileSync(file, record);
});

const commands: readonly (readonly string[])[] = [
  ['data', 'info', '--data', hostile],
  ['data', 'fetch', '--data', hostile],
  ['data', 'show', '--data', hostile, '--count', '2'],
  ['data', 'show', '--data', hostile, '--class', hostile],
  ['data', 'show', '--data', hostile, '--out', `${hostile}.png`],
  ['data', 'info', '--data', `no ${hostile}`],
  ['train', '--data', hostile, '--epochs', '1', '--out', `run ${hostile}`],
  ['train', hostile],
  ['train', '--data', `no ${hostile}`],
  ['train', '--resume', hostile],
  ['train', '--data', hostile, '--epochs', '1', '--out', 'y'.repeat(5000)],
  ['train', `--${hostile}`],
  ['evaluate', 'run'],
  ['evaluate', hostile],
  ['predict', 'run', '--test-index', '0'],
  ['predict', 'run', `${hostile}.png`],
  ['plot', 'run', '--out', `plots ${hostile}`],
  ['plot', hostile],
  ['runs', '.'],
  ['runs', hostile],
  ['runs', '.', '--filter', hostile],
  ['export', 'run', '--to', 'module', '--out', `${hostile}.js`, '--data', hostile],
  ['export', hostile, '--to', 'onnx', '--out', 'x.onnx'],
  ['experiment', 'dropout', '--data', hostile, '--epochs', '1', '--limit', '60', '--out', `exp ${hostile}`],
  ['experiment', hostile],
  ['experiment', 'merge', hostile],
  ['presets', hostile],
  [hostile],
  ['--debug', 'evaluate', hostile],
];

/** Of these, those that answer in JSON when they are asked to. */
const inJson = ['data info', 'train', 'evaluate', 'predict', 'runs', 'export', 'experiment'].map(
  (command) => commands.find((args) => args.join(' ').startsWith(command)) ?? [],
);

describe('what comes from outside reaches the terminal as text', () => {
  test.each([...commands, ...inJson.map((args) => [...args, '--json'])].map((args) => [args] as const))(
    '%j',
    async (args) => {
      const { stdout, stderr } = await atelier(...args);
      const shown = stdout + stderr;
      expect(shown.length).toBeGreaterThan(0);
      expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028-\u202E\u2066-\u2069]/u);
      if (args.includes('--json')) return;
      for (const line of shown.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(2000);
      expect(shown).not.toContain('y'.repeat(600));
    },
  );
});

test('a table of names in Chinese and of long names stays in its columns', async () => {
  const { stdout } = await atelier('evaluate', 'run');
  // The heading and the three classes; the result stands above, averages and the matrix below.
  const rows = stdout.split('\n').slice(3, 7);
  expect(rows).toHaveLength(4);
  expect(new Set(rows.map(columnsOf)).size).toBe(1);
  expect(rows[2]).toMatch(/^(靴子)+靴?… /);
});

test('JSON says names as they are', async () => {
  const { stdout } = await atelier('evaluate', 'run', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ perClass: classNames.map((className) => ({ className })) });
});

test('nothing but the writer has the streams', () => {
  const sources = join(import.meta.dirname, '../src');
  const users = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      file.endsWith('.ts') && /process\.(stdout|stderr)/.test(readFileSync(join(sources, file), 'utf8')),
  );
  // The program watches whether they are closed.
  expect(users.toSorted()).toEqual(['main.ts', 'terminal/output.ts']);
});
