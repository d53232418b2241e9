import { entry } from './topology-entry.ts';

/** Connections between layers in all, far more than a model that trains on a CPU has. */
const maxCalls = 4096;

/**
 * Checks that TensorFlow.js comes to an end when it connects a model's layers: it goes round the layers until each has
 * been called with what it waits for, which never happens in a circle, or for a layer that is not there.
 *
 * @param topology of `model.json`; models within models are looked at too
 * @throws RangeError naming a layer that would wait for ever
 */
export function checkConnected(topology: unknown): void {
  if (typeof topology !== 'object' || topology === null) return;
  for (const part of Object.values(topology)) checkConnected(part);
  const layers = entry(topology, 'layers');
  if (!Array.isArray(layers)) return;
  let waiting = layers.flatMap(callsOf);
  if (waiting.length > maxCalls) {
    throw new RangeError(`Layers are called at most ${maxCalls} times; found ${waiting.length}`);
  }
  const done = new Map<string, number>();
  while (waiting.length > 0) {
    const left = waiting.filter(({ name, inputs }) => {
      if (!inputs.every(([input, index]) => index < (done.get(input) ?? 0))) return true;
      done.set(name, (done.get(name) ?? 0) + 1);
      return false;
    });
    if (left.length === waiting.length) {
      throw new RangeError(`The layer ${left[0]!.name} waits for an output that is never made`);
    }
    waiting = left;
  }
}

/** A layer called with outputs of others: their names, and which of their calls. */
interface Call {
  readonly name: string;
  readonly inputs: readonly (readonly [name: string, index: number])[];
}

function callsOf(layer: unknown): Call[] {
  const [name, nodes] = [entry(layer, 'name'), entry(layer, 'inboundNodes')];
  // Layers of a sequential model have no such list.
  if (nodes === undefined) return [];
  if (typeof name !== 'string' || name !== entry(entry(layer, 'config'), 'name') || !Array.isArray(nodes)) {
    throw new RangeError('A layer that others are connected to has one name, and a list of inbound nodes');
  }
  // An input is there from the start; any other layer that is not called never gives anything.
  return nodes.length === 0 && entry(layer, 'className') === 'InputLayer'
    ? [{ name, inputs: [] }]
    : nodes.map((node) => ({ name, inputs: inputsOf(node) }));
}

function inputsOf(node: unknown): Call['inputs'] {
  const inputs: readonly unknown[] = Array.isArray(node) ? node : [];
  // A layer with nothing to be called with is never called.
  if (inputs.length === 0) throw new RangeError('An inbound node lists at least one layer');
  return inputs.map((input) => {
    const [name, index] = Array.isArray(input) ? input : [];
    if (typeof name === 'string' && Number.isSafeInteger(index) && index >= 0) return [name, index] as const;
    throw new RangeError('An inbound node lists names of layers, each with the number of its call');
  });
}
