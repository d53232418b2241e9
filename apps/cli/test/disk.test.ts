import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atelier, temporaryFolder, writeTinyDataset } from './program.ts';
import { checkpointNames, endOf, modelFiles, start, strays, verifiedCheckpoints } from './started.ts';

const options = (text: string): string[] => text.split(' ');

let folder: string;

beforeAll(() => {
  folder = temporaryFolder();
  writeTinyDataset(join(folder, 'data'));
});

/** A file system of its own, of a certain size; only the superuser may make one. */
const mounts: string[] = [];
function mount(name: string, size: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path]).status).toBe(0);
  mounts.push(path);
  return path;
}
function remount(path: string, option: string): void {
  expect(spawnSync('mount', ['-o', `remount,${option}`, path]).status).toBe(0);
}
afterAll(() => {
  for (const path of mounts) spawnSync('umount', ['-l', path]);
});
const canMount =
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

/** A run that could not write: one line, and nothing that is not whole. */
async function expectStopped(
  run: string,
  outcome: { code: number; stdout: string; stderr: string },
  reason: string,
): Promise<void> {
  expect(outcome.stderr).toMatch(/^error: .* cannot be written: .*\n$/);
  expect(outcome.stderr).toContain(reason);
  expect(outcome.code).toBe(1);
  expect(modelFiles(run)).toEqual(['model.json', 'weights.bin']);
  await verifiedCheckpoints(run);
  expect(strays(run)).toEqual([]);
}

describe('a disk', () => {
  const recipe = options('train --data data --hidden 256,64 --batch-size 30 --seed 6 --epochs 4 --quiet');

  test.skipIf(process.platform === 'win32')(
    'that takes no file of more than 50 KB stops the run at its first checkpoint',
    async () => {
      const run = join(folder, 'limited');
      const program = start(folder, [...recipe, '--out', run], { shell: 'ulimit -f 50' });
      await expectStopped(run, await program.ended, 'it would be larger than files may be here (EFBIG)');
      expect(checkpointNames(run)).toEqual([]);
      expect(await atelier(folder, 'train', '--resume', run, '--quiet')).toMatchObject({ code: 0 });
    },
  );

  // A checkpoint has 500 KB.
  test.skipIf(!canMount).each([
    ['100k', 0],
    ['700k', 1],
    ['1100k', 2],
  ])(
    'of %s that gets full stops the run, and with room it goes on to the same end',
    async (size, checkpoints) => {
      const disk = mount(`disk-${size}`, size);
      const run = join(disk, 'run');
      await expectStopped(run, await atelier(folder, ...recipe, '--out', run), 'the disk is full (ENOSPC)');
      expect(checkpointNames(run)).toHaveLength(checkpoints);
      remount(disk, 'size=8m');
      expect(await atelier(folder, 'train', '--resume', run, '--quiet')).toMatchObject({ code: 0 });
      if (!existsSync(join(folder, 'roomy'))) await atelier(folder, ...recipe, '--out', 'roomy');
      expect(endOf(run)).toEqual(endOf(join(folder, 'roomy')));
      expect(strays(run)).toEqual([]);
    },
  );

  test.skipIf(!canMount).each(['20k', '28k', '36k', '100k'])(
    'of %s, with room for the checkpoints and not for all that follows, stops the run',
    async (size) => {
      const disk = mount(`small-${size}`, size);
      const run = join(disk, 'run');
      const small = options('train softmax --data data --epochs 4 --quiet --out');
      await expectStopped(run, await atelier(folder, ...small, run), 'the disk is full (ENOSPC)');
      remount(disk, 'size=8m');
      expect(await atelier(folder, 'train', '--resume', run, '--quiet')).toMatchObject({ code: 0 });
      if (!existsSync(join(folder, 'small'))) await atelier(folder, ...small, 'small');
      expect(endOf(run)).toEqual(endOf(join(folder, 'small')));
    },
  );

  test.skipIf(!canMount)('that may not be written to is named, and what is there stays', async () => {
    const disk = mount('read-only', '8m');
    const run = join(disk, 'run');
    expect(await atelier(folder, ...recipe, '--out', run)).toMatchObject({ code: 0 });
    const before = endOf(run);
    remount(disk, 'ro');
    for (const args of [
      ['train', '--resume', run, '--epochs', '9', '--quiet'],
      [...recipe, '--out', join(disk, 'other')],
      [...recipe, '--out', run, '--overwrite'],
    ]) {
      const { code, stderr } = await atelier(folder, ...args);
      expect(stderr).toMatch(/^error: .* cannot be written: the file system is read-only \(EROFS\)\n$/);
      expect(code).toBe(1);
    }
    expect(endOf(run)).toEqual(before);
    expect(await atelier(folder, 'evaluate', run)).toMatchObject({ code: 0 });
  });
});

test.skipIf(!canMount)('a finished experiment is shown from a disk that may not be written to', async () => {
  const disk = mount('finished', '8m');
  const experiment = options('experiment learning-rate --data data --epochs 1 --limit 60 --workers 1 --out');
  const first = await atelier(folder, ...experiment, join(disk, 'results'));
  expect(first).toMatchObject({ code: 0, stderr: '' });
  remount(disk, 'ro');
  const { code, stdout, stderr } = await atelier(folder, ...experiment, join(disk, 'results'));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('report.html');
});

describe.skipIf(!existsSync('/dev/full'))('output to a full disk', () => {
  const full = { shell: 'exec > /dev/full' };
  const stderr = 'error: The output cannot be written: the disk is full (ENOSPC)\n';

  test('is one line and exit code 1', async () => {
    expect(await start(folder, ['presets'], full).ended).toMatchObject({ code: 1, stderr });
    expect(await start(folder, ['presets'], { shell: 'exec > /dev/full 2>&1' }).ended).toMatchObject({
      code: 1,
      signal: null,
    });
  });

  test('interrupts a run, which saves what it has and can be resumed', async () => {
    const run = join(folder, 'unheard');
    const train = options('train softmax --data data --epochs 200 --out');
    expect(await start(folder, [...train, run], full).ended).toMatchObject({ code: 1, stderr });
    expect(existsSync(join(run, 'lock'))).toBe(false);
    expect(await atelier(folder, 'train', '--resume', run, '--quiet')).toMatchObject({ code: 0 });
  });
});
