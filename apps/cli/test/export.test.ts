import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { atelier } from './program.ts';
import { trainedFolder } from './trained-folder.ts';

const folder = trainedFolder();

describe.concurrent('export', () => {
  test.each([
    ['onnx', ['new/a.onnx']],
    ['page', ['new/a.html']],
    ['safetensors', ['new/a.safetensors']],
    ['tfjs', ['new/a.json', 'new/a.weights.bin']],
  ])('writes %s, and compares it with the model', async (format, files) => {
    const [out = ''] = files;
    const { code, stdout, stderr } = await atelier(folder, 'export', 'run', '--to', format, '--out', out);
    expect([code, stderr]).toEqual([0, '']);
    for (const file of files) expect(stdout).toContain(`${join(folder, file)}  `);
    const difference = /differ from the model's by at most (\S+) on 60 test images/.exec(stdout)?.[1];
    expect(Number(difference)).toBeLessThan(1e-5);
  });

  test('writes a module, whose int8 weights cost what it prints', async () => {
    const args = ['--to', 'module', '--out', 'rows.mjs', '--weights', 'int8', '--json'];
    const { code, stdout, stderr } = await atelier(folder, 'export', 'run', ...args);
    expect([code, stderr]).toEqual([0, '']);
    const said = JSON.parse(stdout);
    const path = join(folder, 'rows.mjs');
    expect(said).toMatchObject({ format: 'module', images: 60, weights: 'int8' });
    expect(said.files).toEqual([path, join(folder, 'rows.d.mts')]);

    // The accuracy of the module itself, on the test images.
    const { run } = await import(pathToFileURL(path).href);
    const images = readFileSync(join(folder, 'data', 't10k-images-idx3-ubyte')).subarray(16);
    const labels = readFileSync(join(folder, 'data', 't10k-labels-idx1-ubyte')).subarray(8);
    const correct = [...labels].filter((label, index) => {
      const outputs: number[] = [...run(new Uint8Array(images.subarray(index * 30, (index + 1) * 30)))];
      return outputs.indexOf(Math.max(...outputs)) === label;
    });
    expect(said.accuracy.after).toBeCloseTo(correct.length / 60, 12);
  });

  test('compares a module in a package of CommonJS, and says that Node takes it there as .mjs', async () => {
    mkdirSync(join(folder, 'commonjs'));
    writeFileSync(join(folder, 'commonjs', 'package.json'), '{ "type": "commonjs" }');
    const args = ['export', 'run', '--to', 'module', '--out'];
    const { code, stdout, stderr } = await atelier(folder, ...args, 'commonjs/rows.js');
    expect(code).toBe(0);
    expect(stdout).toContain('on 60 test images');
    expect(stderr).toMatch(/rows\.js is in a package of CommonJS, .*; for Node, export it as \.mjs\n$/);
    expect(await atelier(folder, ...args, 'commonjs/rows.mjs')).toMatchObject({ code: 0, stderr: '' });
  });

  test.each([
    [
      ['run', '--out', 'refused', '--to', 'onnx', '--weights', 'int8'],
      '--weights belongs to module and page',
    ],
    [
      ['run', '--out', 'refused', '--to', 'coreml'],
      'Allowed choices are onnx, module, page, safetensors, tfjs',
    ],
    [['data', '--out', 'refused', '--to', 'onnx'], 'has no run.json'],
    [['run', '--to', 'onnx', '--out', 'run/run.json'], 'run.json exists; --overwrite replaces it'],
  ])('%j is refused in one line', async (args, message) => {
    const { code, stderr } = await atelier(folder, 'export', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });
});
