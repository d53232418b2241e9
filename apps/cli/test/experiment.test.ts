import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { atelier, atelierWithSignal, readJson, temporaryFolder, writeTinyDataset } from './program.ts';
import { residentProgram } from './resident-program.ts';
import { start, strays, until } from './started.ts';

let folder: string;
const resident = residentProgram(() => folder);
const quick = ['--data', 'data', '--epochs', '2', '--limit', '120'];
const resultsIn = (...path: readonly string[]): string =>
  readFileSync(join(folder, ...path, 'results.jsonl'), 'utf8');

beforeAll(async () => {
  folder = temporaryFolder();
  writeTinyDataset(join(folder, 'data'));
  await atelier(
    folder,
    'experiment',
    'learning-rate',
    ...quick,
    '--out',
    'whole',
    '--workers',
    '1',
    '--quiet',
  );
});

/** The events that a run with `--json` printed. */
function eventsOf(stdout: string): { type: string; label?: string }[] {
  return stdout
    .trim()
    .split('\n')
    .map((line): { type: string; label?: string } => JSON.parse(line));
}

test('a run that is killed goes on where it was: no trial twice, none lost, the results of an undisturbed run', async () => {
  const args = ['experiment', 'learning-rate', ...quick, '--out', 'killed', '--workers', '2'];
  await atelierWithSignal(folder, [...args, '--json'], { after: '"trial-end"', signal: 'SIGKILL' });
  const before = resultsIn('killed').split('\n').length - 1;
  expect(before).toBeGreaterThan(0);
  const { code, stdout } = await atelier(folder, ...args, '--json');
  expect(code).toBe(0);
  const ran = eventsOf(stdout).filter(({ type }) => type === 'trial-end');
  expect(ran).toHaveLength(42 - before);
  expect(resultsIn('killed')).toBe(resultsIn('whole'));
  expect(readJson(folder, 'killed', 'summary.json')).toEqual(readJson(folder, 'whole', 'summary.json'));
});

test('a folder of results belongs to one process: a second is refused while the first lives, and let in when it died', async () => {
  const run = join(folder, 'shared');
  const args = ['experiment', 'learning-rate', '--data', 'data', '--out', run, '--workers', '1', '--epochs'];
  const first = start(folder, [...args, '2000', '--quiet']);
  await until('the first has the folder', () => existsSync(join(run, 'experiment.json')));
  const before = readFileSync(join(run, 'experiment.json'));
  const busy = `error: The folder ${run} belongs to process ${first.pid}, which is still running; wait for it, or end it\n`;
  expect(await atelier(folder, ...args, '2000')).toEqual({ code: 2, stdout: '', stderr: busy });
  // What must fail anyway says why, and not which process is running.
  expect(await atelier(folder, 'experiment', 'merge', 'whole', '--out', run)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('holds results with epochs 2000, not 2'),
  });
  expect(readFileSync(join(run, 'experiment.json'))).toEqual(before);
  expect(readFileSync(join(run, 'lock'), 'utf8')).toContain(`"pid":${first.pid},`);
  first.kill('SIGKILL');
  await first.ended;
  expect(existsSync(join(run, 'lock'))).toBe(true);
  const third = start(folder, [...args, '2000', '--quiet']);
  const holder = `"pid":${third.pid},`;
  await until('the third has it', () => readFileSync(join(run, 'lock'), 'utf8').includes(holder));
  third.kill('SIGTERM');
  expect(await third.ended).toMatchObject({ code: 143 });
  expect(strays(run)).toEqual([]);
});

test('a process that was killed while it took the folder of results does not matter', async () => {
  const run = join(folder, 'barely-begun');
  mkdirSync(run);
  writeFileSync(join(run, 'experiment.json.1.tmp'), '{');
  writeFileSync(join(run, 'lock.a.tmp'), '{');
  expect(
    await atelier(folder, 'experiment', 'learning-rate', ...quick, '--out', run, '--workers', '1', '--quiet'),
  ).toMatchObject({ code: 0 });
  expect(resultsIn('barely-begun')).toBe(resultsIn('whole'));
});

test('two shards merged equal one whole', async () => {
  const shards = await Promise.all(
    ['1/2', '2/2'].map((shard) =>
      atelier(
        folder,
        'experiment',
        'learning-rate',
        ...quick,
        '--shard',
        shard,
        '--out',
        `shard-${shard[0]}`,
        '--quiet',
      ),
    ),
  );
  expect(shards).toEqual([1, 2].map(() => ({ code: 0, stdout: '', stderr: '' })));
  const half = await atelier(folder, 'experiment', 'merge', 'shard-1', '--out', 'half');
  expect(half.code).toBe(1);
  expect(half.stdout).toContain('Missing: sgd 1e-5, seed 1;');
  const merged = await atelier(folder, 'experiment', 'merge', 'shard-1', 'shard-2', '--out', 'merged');
  expect(merged.code).toBe(0);
  expect(merged.stdout).toContain('SGD does best with');
  expect(resultsIn('merged')).toBe(resultsIn('whole'));
});

test('without a terminal there is a line a trial, then the table, the reading and the files', async () => {
  const { stdout } = await atelier(folder, 'experiment', 'learning-rate', ...quick, '--out', 'whole');
  expect(stdout).toContain('learning-rate: What do a learning rate');
  expect(stdout).toMatch(/SGD +0\.001 +/);
  expect(stdout).toContain('SGD does best with');
  expect(stdout).toContain('figures/accuracy.svg');
  const { stdout: list } = await atelier(folder, 'experiment', 'list');
  expect(list.trim().split('\n')).toHaveLength(26);
});

describe('bad input gets one line on stderr, exit code 2, and nothing is overwritten', () => {
  test.each([
    ['experiment drpout', 'Did you mean dropout?'],
    ['experiment dropout --seeds 0', 'It takes a whole number from 1 to '],
    ['experiment dropout --workers 0', 'It takes a whole number from 1 to '],
    ['experiment dropout --shard 3/2', 'A shard I/N has I from 1 to N, and N up to 10000; found 3/2'],
    ['experiment dropout --shard two', 'A shard is I/N, such as 1/3; found two'],
    [
      'experiment dropout --data data --out whole',
      'holds results with experiment "learning-rate", not "dropout"',
    ],
    ['experiment learning-rate --data data --out whole', 'holds results with epochs 2, not 10'],
    ['experiment learning-rate --data data --out data', 'holds something that is not an experiment'],
    ['experiment principle --data data --shard 1/2 --out p', 'cannot be sharded'],
    ['experiment merge data --out m', 'is not an experiment'],
    ['train --ensemble 1', 'It takes a whole number from 2 to 1000'],
    ['train --ensemble 3 --resume whole', '--ensemble conflicts with --resume'],
    ['train --cross-validate 3 --validation 0.1', '--cross-validate does not go together with --validation'],
  ])('%s', async (typed, message) => {
    const { code, stdout, stderr } = await resident(...typed.split(' '));
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

test('cross-validation leaves a run for each fold and their mean', async () => {
  const { code, stdout } = await atelier(
    folder,
    'train',
    '--cross-validate',
    '3',
    '--data',
    'data',
    '--epochs',
    '2',
    '--out',
    'cv',
  );
  expect(code).toBe(0);
  expect(stdout).toContain('Validation accuracy over 3 folds');
  const summary = readJson(folder, 'cv', 'cross-validation.json');
  const folds = [1, 2, 3].map((fold) => readJson(folder, 'cv', `fold-${fold}`, 'run.json'));
  expect(folds).toMatchObject(
    [0, 1, 2].map((index) => ({
      config: { validation: { index, folds: 3 } },
      dataset: { counts: { train: 200, validation: 100 } },
    })),
  );
  expect(summary).toMatchObject({ folds: [{ run: 'fold-1' }, { run: 'fold-2' }, { run: 'fold-3' }] });
});

test('an ensemble’s members are combined, in training, in evaluate and in predict', async () => {
  const trained = await atelier(
    folder,
    'train',
    '--ensemble',
    '3',
    '--data',
    'data',
    '--epochs',
    '2',
    '--seed',
    '5',
    '--out',
    'five',
    '--json',
  );
  expect(trained.code).toBe(0);
  const members = [1, 2, 3].map((member) => `five/member-${member}`);
  const summary = readJson(folder, 'five', 'ensemble.json');
  expect(summary).toMatchObject({ members: [{ seed: 5 }, { seed: 6 }, { seed: 7 }] });
  for (const how of ['mean', 'vote']) {
    const { stdout } = await atelier(folder, 'evaluate', ...members, '--combine', how, '--json');
    const { accuracy, loss }: { accuracy: number; loss: number } = JSON.parse(stdout);
    expect(summary).toMatchObject({ [how]: { accuracy, loss } });
  }
  const probabilities = async (...runs: readonly string[]): Promise<number[]> => {
    const { stdout } = await atelier(folder, 'predict', ...runs, '--test-index', '0', '--json');
    const prediction: { probabilities: number[] } = JSON.parse(stdout);
    return prediction.probabilities;
  };
  const alone = await Promise.all(members.map((member) => probabilities(member)));
  const together = await probabilities(...members);
  for (const [index, value] of together.entries()) {
    expect(value).toBeCloseTo(alone.reduce((sum, each) => sum + each[index]!, 0) / 3, 6);
  }
});
