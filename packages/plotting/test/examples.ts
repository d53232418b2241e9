import {
  accuracyCurves,
  barFigure,
  classBars,
  confusionMatrix,
  type Figure,
  imageGrid,
  lineFigure,
  lossCurves,
  probabilityBars,
  scatterFigure,
  weightImages,
} from '../src/index.ts';
import { fashion, madeHistory, madeKernel, madeMatrix, madePixels, noise, scoresOf } from './made-up.ts';

const history = madeHistory({ epochs: 30 });
const matrix = madeMatrix(10);
const many = Array.from({ length: 50 }, (_, index) => `class number ${index}`);
const random = noise(11);
const captions = Array.from({ length: 24 }, (_, index) => {
  const label = index % 10;
  const wrong = index % 3 === 0;
  return { label, predicted: wrong ? (label + 2) % 10 : label, probability: 0.5 + random() / 2 };
});
const rates = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10];

/** Every kind of figure, at the usual sizes and at the extremes. The name is the file's. */
export const examples: Readonly<Record<string, () => Figure>> = {
  loss: () => lossCurves([{ name: 'mlp-32, seed 1', history }]),
  accuracy: () => accuracyCurves([{ name: 'mlp-32, seed 1', history }]),
  'loss-one-epoch': () => lossCurves([{ name: 'mlp-32', history: history.slice(0, 1) }]),
  'accuracy-two-epochs': () => accuracyCurves([{ name: 'mlp-32', history: history.slice(0, 2) }]),
  'loss-1000-epochs': () => lossCurves([{ name: 'long', history: madeHistory({ epochs: 1000 }) }]),
  'loss-no-validation': () =>
    lossCurves([{ name: 'alone', history: madeHistory({ epochs: 12, validation: false }) }]),
  'accuracy-three-runs': () =>
    accuracyCurves(
      ['softmax', 'mlp-32', 'mlp-128'].map((name, index) => ({
        name,
        history: madeHistory({ epochs: 30, seed: index + 1, floor: 0.38 - index * 0.06 }),
      })),
    ),
  'loss-twelve-runs': () =>
    lossCurves(
      Array.from({ length: 12 }, (_, index) => ({
        name: `run ${index + 1}, rate 1e-${index}`,
        history: madeHistory({ epochs: 30, seed: index + 1, floor: 0.2 + index * 0.03 }),
      })),
    ),
  'loss-diverging': () =>
    lossCurves([
      {
        name: 'sgd 10',
        history: [0.9, 0.7, 3, 800, 2e7, Number.NaN, Infinity, Number.NaN].map((loss, index) => ({
          epoch: index + 1,
          loss,
          accuracy: 0.1,
          valLoss: loss * 1.2,
          valAccuracy: 0.1,
        })),
      },
      { name: 'sgd 0.1', history: history.slice(0, 8) },
    ]),
  'loss-live': () => lossCurves([{ name: 'epoch 7 of 30', history: history.slice(0, 7) }], { epochs: 30 }),
  'loss-gap': () =>
    lossCurves([
      {
        name: 'gaps',
        history: history
          .slice(0, 12)
          .map((record) =>
            [4, 6].includes(record.epoch) ? { ...record, loss: Number.NaN, valLoss: Infinity } : record,
          ),
      },
    ]),
  'loss-nothing-finite': () =>
    lossCurves([{ name: 'nan', history: [{ epoch: 1, loss: Number.NaN, accuracy: 0.1 }] }]),
  'rate-line': () =>
    lineFigure({
      title: 'Accuracy against learning rate',
      subtitle: 'validation accuracy after 10 epochs; mean and range of 3 seeds',
      x: { label: 'learning rate', scale: 'log' },
      y: { label: 'validation accuracy', format: 'percent' },
      series: [
        { name: 'SGD', mark: 'line-and-dots', ...rateSeries([0.21, 0.47, 0.69, 0.81, 0.86, 0.84, 0.1]) },
        { name: 'Adam', mark: 'line-and-dots', ...rateSeries([0.72, 0.84, 0.87, 0.85, 0.42, 0.1, 0.1]) },
      ],
      rules: [{ axis: 'x', value: 1e-3, label: "Adam's default" }],
    }),
  'finder-line': () =>
    lineFigure({
      title: 'Finding the learning rate',
      x: { label: 'learning rate', scale: 'log' },
      y: { label: 'loss', domain: [0, 3] },
      series: [
        {
          name: 'loss',
          points: Array.from({ length: 200 }, (_, index) => {
            const rate = 10 ** (-6 + index * 0.04);
            return [
              rate,
              0.5 + 1.8 / (1 + (rate * 800) ** 1.2) + (rate > 0.3 ? (rate - 0.3) * 4 : 0),
            ] as const;
          }),
        },
      ],
      rules: [{ axis: 'x', value: 3e-3, label: 'suggested 0.003' }],
    }),
  'gap-band': () =>
    lineFigure({
      title: 'Loss, mean and range of five seeds',
      x: { label: 'epoch', format: 'integer' },
      y: { label: 'loss' },
      series: ['without dropout', 'with dropout 0.3'].map((name, index) => {
        const points = madeHistory({ epochs: 20, seed: index + 4, floor: 0.2 + index * 0.1 }).map(
          ({ epoch, loss }) => [epoch, loss] as const,
        );
        return { name, points, spread: points.map(([, loss]) => [loss - 0.03, loss + 0.03] as const) };
      }),
    }),
  'parameters-scatter': () =>
    scatterFigure({
      title: 'Accuracy against parameters',
      x: { label: 'parameters', scale: 'log' },
      y: { label: 'validation accuracy', format: 'percent' },
      series: [
        {
          name: 'one layer of 8 to 512 units',
          points: [8, 16, 32, 64, 128, 256, 512].map(
            (units, index) => [units * 795 + 10, 0.84 + index * 0.008] as const,
          ),
          pointLabels: [8, 16, 32, 64, 128, 256, 512].map(String),
          spread: [8, 16, 32, 64, 128, 256, 512].map(
            (_, index) => [0.836 + index * 0.008, 0.844 + index * 0.008] as const,
          ),
        },
        {
          name: 'one to five layers of 64 units',
          points: [1, 2, 3, 4, 5].map(
            (layers) => [50890 + (layers - 1) * 4160, 0.866 + layers * 0.003] as const,
          ),
          pointLabels: [1, 2, 3, 4, 5].map((layers) => `${layers}×64`),
        },
      ],
    }),
  confusion: () =>
    confusionMatrix({ classNames: fashion, matrix, subtitle: 'mlp-32 on 10,000 test images: 87.3% right' }),
  'confusion-two': () =>
    confusionMatrix({
      classNames: ['ham', 'spam'],
      matrix: [
        [960, 40],
        [75, 925],
      ],
    }),
  'confusion-fifty': () => confusionMatrix({ classNames: many, matrix: madeMatrix(50, 200) }),
  'confusion-long-names': () =>
    confusionMatrix({
      classNames: [
        'a very long class name that nobody can read',
        'naïve café',
        '连衣裙',
        '<b>bold</b> & "quoted"',
      ],
      matrix: madeMatrix(4, 120000),
    }),
  'class-bars': () => classBars(scoresOf(matrix, fashion)),
  'class-recall': () =>
    classBars(scoresOf(matrix, fashion), { title: 'Recall of each class', scores: ['recall'] }),
  probabilities: () =>
    probabilityBars({
      classNames: fashion,
      probabilities: [0.01, 0, 0.02, 0.003, 0.4, 0, 0.56, 0, 0.007, 0],
      label: 4,
      title: 'Test image 41',
    }),
  'bars-spread': () =>
    barFigure({
      title: 'Remedies against overfitting',
      subtitle: 'gap between training and validation accuracy, mean and range of 3 seeds',
      categories: ['none', 'dropout 0.3', 'L2 1e-4', 'augmentation', 'all together'],
      series: [
        {
          name: 'gap',
          values: [0.092, 0.041, 0.055, 0.03, -0.004],
          spread: [
            [0.085, 0.1],
            [0.035, 0.047],
            [0.05, 0.06],
            [0.02, 0.04],
            [-0.01, 0.003],
          ],
        },
      ],
      value: { label: 'gap', format: 'percent' },
    }),
  images: () =>
    imageGrid({
      images: { pixels: madePixels(24), height: 28, width: 28, channels: 1 },
      classNames: fashion,
      captions,
      title: 'Predictions',
      subtitle: 'predicted class, the right one where it differs, and the probability of the prediction',
    }),
  'images-rgb': () =>
    imageGrid({
      images: { pixels: madePixels(3, 3, 32), height: 32, width: 32, channels: 3 },
      classNames: ['cat', 'dog'],
      captions: [{ label: 0 }, { predicted: 1 }, { label: 0, predicted: 1, probability: 0.99999 }],
    }),
  weights: () =>
    weightImages({ kernel: madeKernel(32), height: 28, width: 28, title: 'First-layer weights of mlp-32' }),
  'weights-softmax': () =>
    weightImages({ kernel: madeKernel(10), height: 28, width: 28, unitNames: fashion }),
};

function rateSeries(values: readonly number[]): {
  points: [number, number][];
  spread: [number, number][];
} {
  return {
    points: values.map((value, index) => [rates[index] ?? 0, value]),
    spread: values.map((value) => [Math.max(0, value - 0.02), Math.min(1, value + 0.015)]),
  };
}
