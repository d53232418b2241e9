import { expect, test } from 'vitest';
import { checkClasses } from './topology-classes.ts';

const named = (name: unknown, more: object = {}): object => ({
  class_name: name,
  config: { name: 'x', ...more },
});
const topology = (...layers: readonly object[]): object => named('Sequential', { layers });

test.each<[string, object]>([
  ['a network', topology(named('Flatten'), named('Dense', { kernel_initializer: named('VarianceScaling') }))],
  ['a functional one', named('Model', { layers: [named('Dense')] })],
  ['layers in a list', { class_name: 'Sequential', config: [named('Dense')] }],
])('%s may be loaded', (_, given) => {
  expect(() => checkClasses(given)).not.toThrow();
});

test.each<[string, object, string]>([
  ['a convolution', topology(named('Conv2D')), '"Conv2D" is no part of a dense classifier; only'],
  ['a step through time', topology(named('SimpleRNN')), '"SimpleRNN" is no part of a dense classifier; only'],
  [
    'a layer around a layer',
    topology(named('TimeDistributed', { layer: named('Dense') })),
    '"TimeDistributed"',
  ],
  ['a model within a model', topology(topology(named('Dense'))), '"Sequential" is no part'],
  ['a method of objects', topology(named('toString')), '"toString" is no part'],
  ['a class that is no name', topology(named({ class_name: 'Dense' })), '{"class_name":"Dense"} is no part'],
  [
    'a second spelling, which TensorFlow.js takes for the name',
    topology({ class_name: 'Dense', className: 'RNN', config: {} }),
    '"RNN" is no part',
  ],
  ['a layer alone', named('Dense'), '"Dense" is no model'],
  ['nothing', {}, 'nothing is no model'],
  [
    'too many layers',
    topology(...Array.from({ length: 1024 }, () => named('Dense'))),
    'A model has at most 1024 layers and initializers; found 1024',
  ],
])('%s is refused', (_, given, message) => {
  expect(() => checkClasses(given)).toThrow(RangeError);
  expect(() => checkClasses(given)).toThrow(message);
});
