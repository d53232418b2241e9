import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '@atelier/training';
import { runSchema } from '@atelier/runs/record';
import { atelier, filesIn, readJson, temporaryFolder, writeTinyDataset } from './program.ts';
import { checkpointNames, endOf, start, strays, untilEpoch } from './started.ts';

/** Everything that a run could lose its thread in. */
const recipe =
  'train mlp-deep --data data --hidden 16,8 --batch-size 16 --seed 4 --schedule exponential --augment shift=1,flip --patience 50 --quiet'.split(
    ' ',
  );

let folder: string;
let expected: ReturnType<typeof endOf>;

/** A copy of the run that ended after three of six epochs. */
function copy(name: string): string {
  const path = join(folder, name);
  cpSync(join(folder, 'half'), path, { recursive: true });
  return path;
}

function damage(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at % bytes.length]! ^= 0x10;
  writeFileSync(path, bytes);
}

const resume = async (run: string, ...args: readonly string[]): ReturnType<typeof atelier> =>
  atelier(folder, 'train', '--resume', run, '--quiet', ...args);

beforeAll(async () => {
  folder = temporaryFolder();
  writeTinyDataset(join(folder, 'data'));
  await Promise.all([
    atelier(folder, ...recipe, '--epochs', '6', '--out', 'whole'),
    atelier(folder, ...recipe, '--epochs', '3', '--out', 'half', '--threads', '1'),
  ]);
  expected = endOf(join(folder, 'whole'));
});

describe('train --resume', () => {
  test('makes a finished run longer: as if it had been so long from the start, whatever the threads', async () => {
    const run = copy('longer');
    expect(await resume(run, '--epochs', '6', '--threads', '2')).toMatchObject({ code: 0, stderr: '' });
    expect(endOf(run)).toEqual(expected);
    expect(strays(run)).toEqual([]);
    expect(filesIn(run).length).toBe(filesIn(join(folder, 'whole')).length);
    expect(checkpointNames(run)).toHaveLength(2);
  });

  test('keeps the momentum of batch normalization; that of a run of an earlier version was 0.99', async () => {
    const norms = ['train', '--data', 'data', '--layers', 'dense 8, norm, relu', '--seed', '1', '--quiet'];
    await atelier(folder, ...norms, '--epochs', '3', '--out', 'norms');
    await atelier(folder, ...norms, '--epochs', '2', '--out', 'new');
    cpSync(join(folder, 'new'), join(folder, 'old'), { recursive: true });
    for (const name of checkpointNames(join(folder, 'old'))) {
      const path = join(folder, 'old', 'checkpoints', name);
      const checkpoint = await decodeCheckpoint(readFileSync(path));
      const { normMomentum, ...settings } = checkpoint.settings;
      expect(normMomentum).toBe(0.9);
      writeFileSync(path, await encodeCheckpoint({ ...checkpoint, settings }));
    }
    for (const run of ['new', 'old']) expect(await resume(run, '--epochs', '3')).toMatchObject({ code: 0 });
    expect(endOf(join(folder, 'new'))).toEqual(endOf(join(folder, 'norms')));
    const momentum = (run: string): unknown =>
      /"momentum":([^,]*)/.exec(readFileSync(join(folder, run, 'model/model.json'), 'utf8'))?.[1];
    expect([momentum('new'), momentum('old')]).toEqual(['0.9', '0.99']);
  });

  test('says that a cosine schedule is stretched by more epochs, once', async () => {
    const run = join(folder, 'cosine');
    const cosine = recipe.map((word) => (word === 'exponential' ? 'cosine' : word));
    await atelier(folder, ...cosine, '--epochs', '2', '--out', run);
    const line =
      'The cosine schedule ends with the last epoch: it is stretched from 2 to 4 epochs, so the learning rate rises again where the run continues';
    const { code, stderr } = await resume(run, '--epochs', '4');
    expect(code).toBe(0);
    // So few steps may learn nothing, which is said too.
    expect(stderr.split('\n').filter((each) => each.includes('cosine'))).toEqual([line]);
    const rates = runSchema.parse(readJson(run, 'run.json')).history.map(({ learningRate }) => learningRate);
    // At the last step of an epoch: the end of the first curve, then three quarters down the second.
    expect(rates[1]).toBeLessThan(rates[0]! / 10);
    expect(rates[2]).toBeGreaterThan(rates[1]! * 10);
    expect(await resume(run, '--epochs', '4')).toMatchObject({
      code: 0,
      stderr: `The run ${run} is finished: all 4 epochs are done. Continue it with more --epochs\n`,
    });
  });

  test('says that a finished run is finished', async () => {
    const { code, stderr } = await resume('whole');
    expect(code).toBe(0);
    expect(stderr).toBe(
      `The run ${join(folder, 'whole')} is finished: all 6 epochs are done. Continue it with more --epochs\n`,
    );
    expect(strays(join(folder, 'whole'))).toEqual([]);
  });

  test('takes the checkpoint before a damaged one, and names the damaged one', async () => {
    const run = copy('one-damaged');
    const newest = checkpointNames(run).at(-1)!;
    damage(join(run, 'checkpoints', newest), 12_345);
    const { code, stderr } = await resume(run, '--epochs', '6');
    expect(code).toBe(0);
    expect(stderr).toContain(`The checkpoint ${join(run, 'checkpoints', newest)} is damaged: The checksum`);
    expect(endOf(run)).toEqual(expected);
    expect(checkpointNames(run)).toHaveLength(2);
  });

  test('begins again when a killed run has no whole checkpoint', async () => {
    const run = copy('all-damaged');
    for (const name of checkpointNames(run)) writeFileSync(join(run, 'checkpoints', name), 'no checkpoint');
    const record = readFileSync(join(run, 'run.json'), 'utf8');
    writeFileSync(join(run, 'run.json'), record.replace('"completed"', '"running"'));
    const { code, stderr } = await resume(run, '--epochs', '6');
    expect(code).toBe(0);
    expect(stderr).toContain('has no intact checkpoint: it starts over');
    expect(endOf(run)).toEqual(expected);
  });

  test('has nothing to make a finished run longer with, when its checkpoints are gone', async () => {
    const run = copy('none');
    renameSync(join(run, 'checkpoints'), join(folder, 'elsewhere'));
    const before = endOf(run);
    const { code, stderr } = await resume(run, '--epochs', '6');
    expect(code).toBe(2);
    expect(stderr).toBe(`error: The run ${run} has no checkpoint to continue from\n`);
    expect(endOf(run)).toEqual(before);
  });

  test('refuses another preset, and takes options that say the same', async () => {
    const other = await atelier(folder, 'train', 'softmax', '--resume', 'half', '--quiet');
    expect(other).toMatchObject({ code: 2 });
    expect(other.stderr).toContain('preset softmax conflicts with the run, which was made with mlp-deep');
    const run = copy('same-options');
    const { code } = await resume(
      run,
      '--epochs',
      '6',
      '--seed',
      '4',
      '--hidden',
      '16,8',
      '--engine',
      'simd',
    );
    expect(code).toBe(0);
    expect(endOf(run)).toEqual(expected);
  });

  test('goes on with data that moved, by their content', async () => {
    const run = copy('moved-data');
    cpSync(join(folder, 'data'), join(folder, 'moved'), { recursive: true });
    const record = readFileSync(join(run, 'run.json'), 'utf8');
    writeFileSync(join(run, 'run.json'), record.replace(join(folder, 'data'), join(folder, 'gone')));
    expect(await resume(run, '--epochs', '6', '--data', join(folder, 'moved'))).toMatchObject({ code: 0 });
    expect(endOf(run)).toEqual(expected);
    expect(runSchema.parse(readJson(run, 'run.json')).config.data).toBe(join(folder, 'moved'));
  });

  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['cut off', '{"format": 1, "sta'],
  ])('goes on from the checkpoint when run.json is %s, and says so', async (what, content) => {
    const run = copy(`record-${what}`);
    if (content === undefined) rmSync(join(run, 'run.json'));
    else writeFileSync(join(run, 'run.json'), content);
    const { code, stderr } = await resume(run, '--epochs', '6');
    expect(stderr).toMatch(/^.*run\.json.*\. The run continues from its newest checkpoint, .*\n$/);
    expect(code).toBe(0);
    expect(endOf(run)).toEqual(expected);
  });

  test('refuses data that changed, naming the file', async () => {
    const run = copy('other-data');
    writeTinyDataset(join(folder, 'changed'), { train: 300, test: 61 });
    const record = readFileSync(join(run, 'run.json'), 'utf8');
    writeFileSync(join(run, 'run.json'), record.replace(join(folder, 'data'), join(folder, 'changed')));
    const { code, stderr } = await resume(run, '--epochs', '6');
    expect(code).toBe(2);
    expect(stderr).toMatch(/The checkpoint was made with another (data|SHA-256 of (train|test))/);
  });

  test('refuses a run.json that was changed since, naming the setting', async () => {
    const run = copy('other-config');
    const record = readFileSync(join(run, 'run.json'), 'utf8');
    writeFileSync(join(run, 'run.json'), record.replace('"seed": 4', '"seed": 40'));
    const { code, stderr } = await resume(run, '--epochs', '6');
    expect(code).toBe(2);
    expect(stderr).toBe('error: The checkpoint was made with another seed: 4; found 40\n');
  });
});

describe('a run folder belongs to one process at a time', () => {
  test('a second one is refused while the first lives, and let in when it died', async () => {
    const long = [...recipe, '--epochs', '100000', '--out', 'busy'];
    const first = start(folder, long);
    const run = join(folder, 'busy');
    await untilEpoch(run, 2);
    const [second, third] = await Promise.all([
      resume('busy'),
      atelier(folder, ...recipe, '--out', 'busy', '--overwrite'),
    ]);
    for (const { code, stderr } of [second, third]) {
      expect(code).toBe(2);
      expect(stderr).toBe(
        `error: The folder ${run} belongs to process ${first.pid}, which is still running; wait for it, or end it\n`,
      );
    }
    first.kill('SIGKILL');
    await first.ended;
    const next = start(folder, ['train', '--resume', 'busy', '--quiet']);
    const before = checkpointNames(run).at(-1)!;
    await untilEpoch(run, Number(before.slice(6, 12)) + 1);
    next.kill('SIGTERM');
    expect(await next.ended).toMatchObject({ code: 143 });
    expect(strays(run)).toEqual([]);
  });

  test('of several that come at once after a death, one gets it', async () => {
    const run = copy('contested');
    const dead = { pid: 2 ** 22 - 1, host: hostname(), since: 'before', id: 'dead' };
    writeFileSync(join(run, 'lock'), JSON.stringify(dead));
    const all = Array.from({ length: 4 }, () =>
      start(folder, ['train', '--resume', run, '--quiet', '--epochs', '3000']),
    );
    const refused: string[] = [];
    const watch = async ({ ended }: (typeof all)[number]): Promise<number> => {
      const { code, stderr } = await ended;
      if (code === 2) refused.push(stderr);
      if (refused.length === 3) for (const each of all) each.kill('SIGTERM');
      return code;
    };
    const codes = await Promise.all(all.map(watch));
    expect(codes.toSorted((a, b) => a - b)).toEqual([2, 2, 2, 143]);
    expect(refused.every((line) => line.includes('belongs to process'))).toBe(true);
  });
});

describe('a path in a run folder never leads outside it', () => {
  test.each([
    ['run.json', ['plot']],
    ['model/weights.bin', ['evaluate']],
    ['model', ['predict', '--test-index', '0']],
    ['checkpoints', ['train', '--quiet', '--epochs', '4', '--resume']],
  ])('%s as a link is refused by %j', async (entry, command) => {
    const run = copy(`link-${entry.replace('/', '-')}-${command[0]}`);
    const outside = `${run}-outside`;
    mkdirSync(outside);
    const target = join(outside, 'target');
    renameSync(join(run, entry), target);
    const before = filesIn(outside).map((name) => readFileSync(join(outside, name), 'hex'));
    symlinkSync(target, join(run, entry));
    const [name = '', ...options] = command;
    const { code, stderr } = await atelier(folder, name, ...options, run);
    expect(stderr).toContain(`${join(run, entry)} is a link; the files of a run folder must be in it`);
    expect(code).toBe(2);
    expect(filesIn(outside).map((file) => readFileSync(join(outside, file), 'hex'))).toEqual(before);
  });

  test('a link in place of a checkpoint is not read, and the one before is used', async () => {
    const run = copy('link-checkpoint');
    const newest = join(run, 'checkpoints', checkpointNames(run).at(-1)!);
    renameSync(newest, `${run}-newest`);
    symlinkSync(`${run}-newest`, newest);
    const { code, stderr } = await resume(run, '--epochs', '6');
    expect(code).toBe(0);
    expect(stderr).toContain(`The checkpoint ${newest} is damaged: ${newest} is a link`);
    expect(endOf(run)).toEqual(expected);
  });
});
