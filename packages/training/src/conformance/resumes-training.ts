import { earlyStopping } from '../callbacks/early-stopping.ts';
import type { Checkpoint } from '../fit/checkpoint.ts';
import { decodeCheckpoint } from '../checkpoint/decode.ts';
import { encodeCheckpoint } from '../checkpoint/encode.ts';
import type { Engine } from '../engine/contract.ts';
import { fit } from '../fit/fit.ts';
import { readWeights } from '../model/weights.ts';
import { baseNetwork, buildModel, buildSamples, type Network } from './network.ts';

/**
 * A training with dropout, augmentation, a schedule and an average of its weights ends the same, to the bit, resumed from any of its checkpoints or without
 * a stop.
 *
 * @throws Error naming the checkpoint from which it does not
 */
export async function resumesTraining(engine: Engine): Promise<void> {
  const network: Network = { ...baseNetwork, dropout: 0.3, hidden: [9], count: 30, batchSize: 4, l2: 0.001 };
  const samples = buildSamples(network);
  const validation = buildSamples({ ...network, count: 13 });
  const end = async (
    resume?: Checkpoint,
  ): Promise<{ readonly text: string; readonly made: Checkpoint[] }> => {
    const model = buildModel(network);
    const made: Checkpoint[] = [];
    const { history } = await fit(model, samples, {
      epochs: 2,
      batchSize: network.batchSize,
      loss: network.loss,
      optimizer: network.optimizer,
      labelSmoothing: 0.1,
      average: { name: 'ema', decay: 0.9 },
      schedule: { name: 'one-cycle', warmup: 0.4 },
      augment: { shift: 1, flip: true },
      globalClipNorm: 1,
      validation,
      engine,
      callbacks: [earlyStopping({ patience: 1 })],
      checkpoint: { every: 1, save: (checkpoint) => void made.push(checkpoint) },
      ...(resume && { resume, stepsPerExecution: 3 }),
    });
    const figures = history.map(({ loss, accuracy, valLoss, valAccuracy, learningRate }) =>
      [loss, accuracy, valLoss, valAccuracy, learningRate].join(' '),
    );
    const weights = readWeights(model).map(({ values }) => values.join(' '));
    return { text: [...figures, ...weights].join('\n'), made };
  };
  const straight = await end();
  for (const [index, checkpoint] of straight.made.entries()) {
    const resumed = await end(await decodeCheckpoint(await encodeCheckpoint(checkpoint)));
    if (resumed.text !== straight.text) {
      throw new Error(`Resumed after step ${index + 1}, the training ends differently than without a stop`);
    }
  }
}
