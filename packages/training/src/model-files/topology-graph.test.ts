import { expect, test } from 'vitest';
import { checkConnected } from './topology-graph.ts';

type Input = readonly [name: string, call: number, tensor: number];

function layer(name: string, ...calls: readonly (readonly Input[])[]): object {
  return { class_name: 'Add', name, config: { name }, inbound_nodes: calls };
}

function topology(...layers: readonly unknown[]): object {
  return { model_config: { class_name: 'Model', config: { layers } } };
}

const root = (name: string): object => ({ ...layer(name), class_name: 'InputLayer' });
const a = root('a');

test.each<[string, object]>([
  ['a sequential model', topology({ class_name: 'Dense', config: { name: 'x' } })],
  ['a chain, in any order', topology(layer('c', [['b', 0, 0]]), layer('b', [['a', 0, 0]]), a)],
  [
    'a layer that is called twice',
    topology(a, layer('b', [['a', 0, 0]], [['c', 0, 0]]), layer('c', [['b', 0, 0]])),
  ],
  [
    'a layer of two inputs',
    topology(
      a,
      layer('b', [['a', 0, 0]]),
      layer('c', [
        ['a', 0, 0],
        ['b', 0, 0],
      ]),
    ),
  ],
  ['a layer named as a method of objects', topology(root('toString'), layer('b', [['toString', 0, 0]]))],
])('%s can be connected', (_, connected) => {
  expect(() => checkConnected(connected)).not.toThrow();
});

test.each<[string, object, string]>([
  ['a circle', topology(a, layer('b', [['c', 0, 0]]), layer('c', [['b', 0, 0]])), 'The layer b waits for'],
  ['a layer that needs itself', topology(layer('a', [['a', 0, 0]])), 'The layer a waits for'],
  ['a layer that is never called', topology(layer('a'), layer('b', [['a', 0, 0]])), 'The layer b waits for'],
  ['a layer that is not there', topology(a, layer('b', [['x', 0, 0]])), 'The layer b waits for'],
  ['a method of objects', topology(a, layer('b', [['toString', 0, 0]])), 'The layer b waits for'],
  ['a call that is never made', topology(a, layer('b', [['a', 1, 0]])), 'The layer b waits for'],
  [
    'a circle within a model',
    topology({ config: topology(layer('a', [['a', 0, 0]])) }),
    'The layer a waits for',
  ],
  ['a layer of two names', topology({ name: 'a', config: { name: 'b' }, inbound_nodes: [] }), 'has one name'],
  ['a layer without a name', topology({ inbound_nodes: [] }), 'has one name'],
  [
    'calls that are no list',
    topology({ name: 'a', config: { name: 'a' }, inbound_nodes: 1 }),
    'a list of inbound nodes',
  ],
  [
    'an input that is no list',
    topology({ name: 'a', config: { name: 'a' }, inbound_nodes: [['b']] }),
    'lists names',
  ],
  ['a call with nothing', topology(a, layer('b', []), layer('c', [['b', 0, 0]])), 'lists at least one layer'],
  ['a negative number of a call', topology(a, layer('b', [['a', -1, 0]])), 'lists names'],
  ['a call numbered by a text', topology({ ...layer('b'), inbound_nodes: [[['a', '0', 0]]] }), 'lists names'],
  [
    'too many calls',
    topology(a, layer('b', ...Array.from({ length: 4096 }, () => [['a', 0, 0] as const]))),
    'at most 4096 times; found 4097',
  ],
  [
    'another spelling that TensorFlow.js takes for the same',
    { config: { layers_: [{ name: 'a', config: { name: 'a' }, inbound__nodes: [[['a', 0, 0]]] }] } },
    'The layer a waits for',
  ],
])('%s is refused', (_, circular, message) => {
  expect(() => checkConnected(circular)).toThrow(RangeError);
  expect(() => checkConnected(circular)).toThrow(message);
});
