import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder, writeTinyDataset } from './program.ts';
import { start } from './started.ts';

let folder: string;

beforeAll(() => {
  folder = temporaryFolder();
  writeTinyDataset(join(folder, 'data'));
});

const train = ['train', 'softmax', '--data', 'data', '--epochs', '1', '--quiet', '--out'];

describe('a system that gives little', () => {
  // With a little more than the 10 GB of a WebAssembly memory, V8 itself ends the process when a thread starts; V8 of Node 24 does so
  // with less, too, when the first memory is made, and no program can answer that.
  test.runIf(Number.parseInt(process.versions.node) < 24).each([4, 8])(
    'of %i GB of addresses: the error says what is missing, exit code 1',
    async (gigabytes) => {
      const shell = `ulimit -v ${gigabytes * 1_000_000}`;
      const { code, stderr } = await start(folder, [...train, `run-${gigabytes}`], { shell }).ended;
      expect(stderr).toMatch(/error: .*there is not enough memory.*ulimit -v/i);
      expect(code).toBe(1);
    },
  );

  // One WebAssembly memory: TensorFlow.js' own backend is not started where it does not compute.
  test.runIf(Number.parseInt(process.versions.node) < 24)(
    '16 GB of addresses are enough to train, several models too',
    async () => {
      const shell = 'ulimit -v 16000000';
      const trained = await start(folder, [...train, 'run-16', '--threads', '1'], { shell }).ended;
      expect(trained).toMatchObject({ code: 0, stderr: '' });
      const several = [...train, 'several-16', '--threads', '1', '--ensemble', '3'];
      expect(await start(folder, several, { shell }).ended).toMatchObject({ code: 0 });
    },
  );

  test('128 open files are enough to train with threads, and for an experiment with workers', async () => {
    const shell = 'ulimit -n 128';
    const trained = await start(folder, [...train, 'run', '--threads', '2'], { shell }).ended;
    expect(trained).toMatchObject({ code: 0, stderr: '' });
    const args = [
      'experiment',
      'data-size',
      '--data',
      'data',
      '--epochs',
      '1',
      '--limit',
      '300',
      '--workers',
      '2',
      '--quiet',
    ];
    const tried = await start(folder, args, { shell }).ended;
    expect(tried).toMatchObject({ code: 0, stderr: '' });
  });
});
