import { createHash } from 'node:crypto';
import { type Checkpoint, CheckpointError, decodeCheckpoint, encodeCheckpoint } from '@atelier/training';
import { jsonText, mutateBytes, mutateJson } from '../mutate.ts';
import { Finding, refusedOrAnswered, type Target } from '../target.ts';

const example: Checkpoint = {
  epoch: 2,
  partial: { step: 2, samples: 64, lossSum: 12.25, correct: 40, seconds: 0.5, learningRate: 0.125 },
  history: [
    { epoch: 1, loss: 0.1, accuracy: 0.5, valLoss: 0.2, valAccuracy: 0.25, seconds: 1, learningRate: 0.25 },
  ],
  learningRate: 0.5,
  stopReason: null,
  weights: [{ name: 'dense/kernel', shape: [2, 3], values: new Float32Array(6) }],
  optimizerSlots: [{ name: 'm/dense/kernel', shape: [2, 3], values: new Float32Array(6) }],
  callbacks: [
    { numbers: { best: 1 }, tensors: { best: [{ name: 'b', shape: [3], values: new Float32Array(3) }] } },
  ],
  settings: { loss: 'binaryCrossentropy' },
  context: { config: {}, hashes: {} },
};

const digestAt = 8 + '{"__metadata__":{"sha256":"'.length;

/** Checkpoints with an invalid checksum, and damaged ones with a valid checksum. */
export const checkpoint: Target = {
  async prepare() {
    const whole = await encodeCheckpoint(example);
    const end = 8 + Number(new DataView(whole.buffer).getBigUint64(0, true));
    const header: unknown = JSON.parse(new TextDecoder().decode(whole.subarray(8, end)));
    const metadata: unknown = JSON.parse(
      JSON.parse(/"atelier":("(?:[^"\\]|\\.)*")/.exec(JSON.stringify(header))?.[1] ?? ''),
    );
    const headerWith = (atelier: string): string =>
      JSON.stringify(header).replace(
        /"atelier":"(?:[^"\\]|\\.)*"/,
        () => `"atelier":${JSON.stringify(atelier)}`,
      );
    return async (random) => {
      const style = random.below(4);
      const bytes =
        style === 0
          ? mutateBytes(random, whole)
          : style === 1
            ? sealed(mutateBytes(random, whole))
            : style === 2
              ? sealed(
                  withHeader(headerWith(jsonText(random, mutateJson(random, metadata))), whole.subarray(end)),
                )
              : sealed(
                  withHeader(
                    jsonText(random, mutateJson(random, header)),
                    mutateOften(random.below(2) === 0, whole.subarray(end)),
                  ),
                );
      const changed = Buffer.compare(bytes, whole) !== 0;
      const read = await refusedOrAnswered(() => decodeCheckpoint(bytes), [CheckpointError]);
      if (read === undefined) return;
      if (changed && style === 0) throw new Finding('A damaged checkpoint was accepted');
      for (const { name, shape, values } of [...read.weights, ...read.optimizerSlots]) {
        const size = shape.reduce((product, length) => product * length, 1);
        if (values.length !== size)
          throw new Finding(`Tensor ${name} of [${shape.join(', ')}] has ${values.length} values`);
      }

      function mutateOften(often: boolean, data: Uint8Array): Uint8Array {
        return often ? mutateBytes(random, data) : data;
      }
    };
  },
};

function withHeader(json: string, data: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(json);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

function sealed(bytes: Uint8Array): Uint8Array {
  if (bytes.length < digestAt + 64) return bytes;
  const changed = Uint8Array.from(bytes);
  changed.fill(0x30, digestAt, digestAt + 64);
  changed.set(new TextEncoder().encode(createHash('sha256').update(changed).digest('hex')), digestAt);
  return changed;
}
