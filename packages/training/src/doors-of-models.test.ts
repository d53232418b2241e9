import { expect, test } from 'vitest';
import { baseNetwork, buildModel } from './conformance/network.ts';
import {
  combineOutputs,
  deserializeModel,
  evaluateOutputs,
  openModel,
  readWeights,
  rememberLoss,
  serializeModel,
  tfjsEngine,
  useWasmBackend,
  writeWeights,
} from './index.ts';

// What callers without types may hand to what reads and writes models, their weights and their outputs.

await useWasmBackend();

// oxlint-disable-next-line typescript/no-explicit-any -- as a caller without types
const untyped = (value: unknown): any => value;

test.each([
  [() => combineOutputs(untyped(3), 2, 'mean'), 'outputs is an array of Float32Arrays'],
  [() => combineOutputs([untyped(null)], 2, 'mean'), 'Outputs are Float32Arrays [count, units]; found null'],
  [() => combineOutputs([new Float32Array(4)], -2, 'mean'), 'units is a whole number, at least 1; found -2'],
  [() => evaluateOutputs(new Float32Array(4), untyped(null)), 'Labels are an array of class indices'],
  [() => readWeights(untyped(5)), 'model is a LayersModel of TensorFlow.js; found 5'],
  [() => openModel(untyped(null)), 'A model is an object with modelJson and weights; found null'],
  [() => openModel(untyped({ modelJson: 5 })), 'modelJson is a text; found 5'],
  [() => openModel(untyped({ modelJson: '{}', weights: [] })), 'weights is a Uint8Array; found Array(0)'],
  [() => openModel({ modelJson: '3', weights: new Uint8Array(0) }), /Layers: Invalid input: expected object/],
  [() => rememberLoss(buildModel(baseNetwork), untyped('hinge')), 'Unknown loss "hinge"'],
  [() => tfjsEngine(untyped({ wasmPath: '/' })), 'no option wasmPath: did you mean wasmPaths?'],
])('%s', (call, message) => {
  expect(call).toThrow(message);
});

test.each([
  [() => serializeModel(untyped(null)), 'model is a LayersModel of TensorFlow.js; found null'],
  [() => deserializeModel(untyped({}), untyped({ trust: true })), 'no option trust: did you mean trusted?'],
  [() => writeWeights(buildModel(baseNetwork), untyped({})), 'weights is an array of tensors'],
  [() => writeWeights(buildModel(baseNetwork), untyped([1, 2, 3, 4])), 'Tensor 0 is an object with name'],
  [() => useWasmBackend({ timeoutMs: -1 }), 'timeoutMs is a number of milliseconds above 0'],
  [() => useWasmBackend(untyped({ wasmPaths: 5 })), 'wasmPaths is an object with the address of'],
])('%s, later', async (call, message) => {
  await expect(call()).rejects.toThrow(message);
});
