import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { findDataset } from '@atelier/datasets';
import { describe, expect, test } from 'vitest';

// The programs run as a reader runs them, on the packages as they are built.
const wanted =
  process.env['ATELIER_REQUIRE_DATA'] === '1' ||
  (await findDataset('fashion-mnist', { offline: true }).then(
    () => true,
    () => false,
  ));

async function run(program: string): Promise<{ output: string; files: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'example-'));
  try {
    const file = resolve(import.meta.dirname, '..', program);
    const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder });
    return { output: stdout, files: await readdir(folder) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function accuracyIn(output: string): number {
  return Number(/accuracy:? (0\.\d+|1)/.exec(output)?.[1]);
}

describe('the example', () => {
  test('own-model trains a model of its own', async () => {
    const { output } = await run('own-model.js');
    expect(accuracyIn(output)).toBeGreaterThan(0.95);
  });

  describe.runIf(wanted)('on Fashion-MNIST', () => {
    test('softmax-classifier draws its curves', async () => {
      const { output, files } = await run('softmax-classifier.js');
      expect(accuracyIn(output)).toBeGreaterThan(0.86);
      expect(files.sort()).toEqual(['accuracy.svg', 'loss.svg']);
    }, 300_000);

    test('one-hot-labels recognises the first test image', async () => {
      const { output } = await run('one-hot-labels.js');
      expect(accuracyIn(output)).toBeGreaterThan(0.85);
      expect(output).toContain('predicted 9 Ankle boot label 9');
    });

    test('own-callback stops when it is good enough', async () => {
      const { output } = await run('own-callback.js');
      expect(output).toMatch(/stopped after \d+ epochs/);
    });
  });
});
