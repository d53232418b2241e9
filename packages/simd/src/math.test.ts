import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// math.ts of the kernels, over arrays: see assembly/math-exports.ts.
const memory = new WebAssembly.Memory({ initial: 32, maximum: 32_768 });
const bytes = readFileSync(new URL('../dist/kernels.wasm', import.meta.url));
const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });

function computed(name: string, inputs: Float32Array): Float32Array {
  const kernel = instance.exports[name];
  if (typeof kernel !== 'function') throw new TypeError(`The kernels have no function "${name}"`);
  const view = new Float32Array(memory.buffer, 4096, inputs.length);
  view.set(inputs);
  kernel(4096, inputs.length / 4);
  return view.slice();
}

/** Inputs over a range, dense near 0, a multiple of four of them. */
function inputsOver(from: number, to: number): Float32Array {
  const count = 100_000;
  const linear = Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
  const near = Array.from({ length: 4000 }, (_, i) => (from || to) * 2 ** (-i / 40));
  return Float32Array.from([...linear, ...near]);
}

test.each([
  ['exp', -87.2, 0, Math.exp, 1.5e-7],
  ['expm1', -87, 0, Math.expm1, 3e-7],
  ['tanhs', -20, 20, Math.tanh, 3e-7],
  ['sigmoids', -80, 80, (x: number) => 1 / (1 + Math.exp(-x)), 3e-7],
] as const)('%s is accurate from %d to %d', (name, from, to, exact, tolerance) => {
  const inputs = inputsOver(from, to);
  const outputs = computed(name, inputs);
  let worst = 0;
  for (const [i, x] of inputs.entries()) {
    const value = exact(x);
    if (value !== 0) worst = Math.max(worst, Math.abs((outputs[i] ?? Number.NaN) / value - 1));
  }
  expect(worst).toBeLessThan(tolerance);
});

test('the logarithm is accurate over all positive normal numbers', () => {
  const inputs = Float64Array.from(
    { length: 40_000 },
    (_, i) => 2 ** ((i - 20_000) / 20) * (1 + (i % 97) / 97),
  );
  const kernel = instance.exports['logarithm'];
  if (typeof kernel !== 'function') throw new TypeError('The kernels have no function "logarithm"');
  const view = new Float64Array(memory.buffer, 4096, inputs.length);
  view.set(inputs);
  kernel(4096, inputs.length);
  let worst = 0;
  for (const [i, x] of inputs.entries()) {
    const value = Math.log(x);
    worst = Math.max(worst, Math.abs((view[i] ?? Number.NaN) - value) / Math.max(1, Math.abs(value)));
  }
  expect(worst).toBeLessThan(4e-16);
});

test('ends and oddities are right', () => {
  expect(Array.from(computed('exp', Float32Array.of(0, -0, -88, -Infinity)))).toEqual([1, 1, 0, 0]);
  expect(Array.from(computed('exp', Float32Array.of(NaN, -1e30, -1, -104))).slice(0, 2)).toEqual([NaN, 0]);
  expect(Array.from(computed('tanhs', Float32Array.of(Infinity, -Infinity, 0, NaN)))).toEqual([
    1,
    -1,
    0,
    NaN,
  ]);
  expect(Array.from(computed('sigmoids', Float32Array.of(Infinity, -Infinity, 0, NaN)))).toEqual([
    1,
    0,
    0.5,
    NaN,
  ]);
});
