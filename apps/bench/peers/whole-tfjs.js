// Whole command: trains, tests after every epoch, saves the weights. No figures, no report.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import { build, samples } from './tfjs-network.js';

const config = JSON.parse(process.argv[2]);
await setBackend('wasm');
const { images, labels } = samples(config, 'train');
const test = samples(config, 't10k');
const model = build(config, ['accuracy']);
const { epochs, batchSize } = config;
const { history } = await model.fit(images, labels, {
  epochs,
  batchSize,
  shuffle: true,
  validationData: [test.images, test.labels],
});
await model.save({
  async save({ weightData }) {
    writeFileSync(join(config.out, 'weights.bin'), Buffer.from(weightData));
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
  },
});
console.log(JSON.stringify({ loss: history.loss.at(-1), testAccuracy: history.val_acc.at(-1) }));
