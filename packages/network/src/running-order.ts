import { NetworkError } from './error.ts';

/**
 * The layers that an output depends on, each after its inputs, in the order that TensorFlow.js gives `model.layers`: by
 * the longest path to the output; ties in the order in which a walk back from the output visits them.
 *
 * @param output the name of the last layer
 * @param inputsOf the names of each layer's inputs, in order
 * @throws NetworkError naming a layer that depends on itself, or on a missing one
 */
export function runningOrder(output: string, inputsOf: ReadonlyMap<string, readonly string[]>): string[] {
  const met = new Set<string>();
  const finished = new Set<string>();
  const visit = (name: string, reader: string | undefined): void => {
    if (finished.has(name)) return;
    const inputs = inputsOf.get(name);
    if (!inputs) {
      throw new NetworkError(
        reader === undefined
          ? `The model's output is of the layer "${name}", which is not there`
          : `Layer "${reader}" waits for the layer "${name}", which is not there`,
      );
    }
    if (met.has(name))
      throw new NetworkError(`Layer "${name}" waits for its own output: the layers form a circle`);
    met.add(name);
    for (const input of inputs) visit(input, name);
    finished.add(name);
  };
  visit(output, undefined);

  const distances = new Map<string, number>();
  for (const name of [...finished].toReversed()) {
    const next = (distances.get(name) ?? 0) + 1;
    for (const input of inputsOf.get(name) ?? []) {
      distances.set(input, Math.max(next, distances.get(input) ?? 0));
    }
  }
  return [...met].toSorted((a, b) => (distances.get(b) ?? 0) - (distances.get(a) ?? 0));
}
