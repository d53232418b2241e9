import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Example, exampleModels, modelOf } from '../test/example-models.ts';
import { onnx } from './onnx.ts';

/** Where `scripts/check-exports.js` wants the files for other runtimes. */
const wanted = process.env['ATELIER_EXPORTS_FOLDER'];

let examples: readonly Example[];
beforeAll(async () => {
  examples = await exampleModels();
});

describe('ONNX Runtime', () => {
  test.each(['uint8', 'float32'] as const)(
    'computes every layer and preset from %s pixels',
    async (input) => {
      const far: string[] = [];
      for (const [index, { model, samples, outputs }] of examples.entries()) {
        const file = await fileOf(model, input);
        const session = await InferenceSession.create(file);
        const { images, count, height, width, channels } = samples;
        const pixels = input === 'uint8' ? images : Float32Array.from(images);
        const shape = [count, height, width, channels];
        const { probabilities } = await session.run({ pixels: new Tensor(input, pixels, shape) });
        expect(probabilities?.dims).toEqual([count, outputs.length / count]);
        const found = Float32Array.from(Object.values(probabilities?.data ?? []), Number);
        const differences = found.map((value, at) => Math.abs(value - outputs[at]!));
        if (!(Math.max(...differences) < 1e-5)) far.push(`${model.title}: ${Math.max(...differences)}`);
        if (wanted !== undefined) {
          const expected = { title: model.title, input, shape, pixels: [...images], outputs: [...outputs] };
          writeFileSync(join(wanted, `${input}-${index}.onnx`), file);
          writeFileSync(join(wanted, `${input}-${index}.json`), JSON.stringify(expected));
        }
      }
      expect(far).toEqual([]);
    },
  );

  test('takes layers whose names are those of other parts of the file', async () => {
    const model = modelOf('names', [['Flatten'], ['Dense', { units: 3, activation: 'softmax' }]]);
    const [flatten, dense] = model.network.layers;
    const network = {
      ...model.network,
      layers: [
        { ...flatten!, name: 'probabilities' },
        { ...dense!, name: 'pixels' },
      ],
    };
    await expect(
      InferenceSession.create(await fileOf({ ...model, network }, 'uint8')),
    ).resolves.toBeDefined();
  });
});

async function fileOf(model: Example['model'], input: 'uint8' | 'float32'): Promise<Uint8Array> {
  const { 'model.onnx': file } = await onnx.write(model, 'model.onnx', { input });
  if (!(file instanceof Uint8Array)) throw new TypeError('bytes');
  return file;
}
