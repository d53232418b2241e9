import type { RunReport } from '../src/index.ts';
import { fashion, madeHistory, madeKernel, madeMatrix, madePixels, noise, scoresOf } from './made-up.ts';

/** The record of a whole training, as the CLI would fill it. */
export function madeReport(): RunReport {
  const matrix = madeMatrix(10);
  const random = noise(21);
  return {
    title: 'mlp-32 on fashion-mnist',
    subtitle: 'flatten, dense 32 relu, dense 10 softmax; 25,450 parameters; 22 November 2026',
    dataset: {
      name: 'fashion-mnist',
      facts: [
        ['training images', '60,000'],
        ['test images', '10,000'],
        ['found in', '/home/someone/.cache/atelier/datasets/fashion-mnist'],
      ],
    },
    config: [
      ['preset', 'mlp-32'],
      ['optimizer', 'adam'],
      ['learning rate', 0.001],
      ['batch size', 32],
      ['epochs', 30],
      ['validation', 'test'],
      ['seed', 1],
      ['engine', 'tfjs'],
      ['shuffle', true],
    ],
    history: madeHistory({ epochs: 30 }),
    test: { loss: 0.3612, accuracy: 0.8731 },
    classNames: fashion,
    confusion: matrix,
    perClass: scoresOf(matrix, fashion),
    mistakes: {
      images: { pixels: madePixels(24), height: 28, width: 28, channels: 1 },
      captions: Array.from({ length: 24 }, (_, index) => ({
        label: index % 10,
        predicted: (index + 3) % 10,
        probability: 1 - random() ** 3 / 2,
      })),
    },
    weights: { kernel: madeKernel(32), height: 28, width: 28 },
    timings: [
      ['loading the data', 0.41],
      ['training', 19.2],
      ['evaluation', 0.3],
    ],
    versions: [
      ['node', '20.20.2'],
      ['@tensorflow/tfjs-core', '4.22.0'],
    ],
  };
}
