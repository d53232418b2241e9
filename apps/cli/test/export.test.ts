import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { atelier, temporaryFolder, writeTinyDataset } from './program.ts';

let folder: string;

beforeAll(async () => {
  folder = temporaryFolder();
  writeTinyDataset(join(folder, 'rows'));
  const args = ['train', 'softmax', '--data', 'rows', '--epochs', '2', '--out', 'run', '--quiet'];
  const { code } = await atelier(folder, ...args);
  if (code !== 0) throw new Error('There is no run to export');
});

test('a run becomes a module, compared with the model, whose int8 weights cost what is printed', async () => {
  const args = ['export', 'run', '--to', 'module', '--out', 'new/rows.mjs', '--weights', 'int8', '--json'];
  const { code, stdout, stderr } = await atelier(folder, ...args);
  expect([code, stderr]).toEqual([0, '']);
  const said = JSON.parse(stdout);
  expect(said).toMatchObject({ format: 'module', images: 60, weights: 'int8' });
  const path = join(folder, 'new', 'rows.mjs');
  expect(said.files).toEqual([path, join(folder, 'new', 'rows.d.mts')]);

  // The accuracy of the module itself, on the test images.
  const { run } = await import(pathToFileURL(path).href);
  const images = readFileSync(join(folder, 'rows', 't10k-images-idx3-ubyte')).subarray(16);
  const labels = readFileSync(join(folder, 'rows', 't10k-labels-idx1-ubyte')).subarray(8);
  const correct = [...labels].filter((label, index) => {
    const outputs: number[] = [...run(new Uint8Array(images.subarray(index * 30, (index + 1) * 30)))];
    return outputs.indexOf(Math.max(...outputs)) === label;
  });
  expect(said.accuracy.after).toBeCloseTo(correct.length / 60, 12);
});

test.each([
  [['--to', 'onnx', '--out', 'a.onnx', '--weights', 'int8'], '--weights belongs to module and page'],
  [['--to', 'onnx', '--out', 'run/run.json'], 'run.json exists; --overwrite replaces it'],
  [['--to', 'coreml', '--out', 'a.mlmodel'], 'Allowed choices are onnx, module, page, safetensors, tfjs'],
])('export %j is refused in one line', async (args, message) => {
  const { code, stderr } = await atelier(folder, 'export', 'run', ...args);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(existsSync(join(folder, 'a.onnx'))).toBe(false);
});
