import type { RunReport } from '@atelier/plotting';
import { hiddenUnitsOf, settingTexts } from '@atelier/presets/recipe';
import type { RunRecord } from '@atelier/runs';
import { accuracyInterval, type Evaluation, readWeights, type Samples, weightName } from '@atelier/training';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { grouped } from '../terminal/format.ts';

/** The report of a run, as data. */
export function reportOf(
  record: RunRecord,
  evaluation: Evaluation,
  test: Samples,
  model: LayersModel,
): RunReport {
  const { config, dataset, history, timings, versions } = record;
  const { classNames } = dataset;
  const size = test.height * test.width * test.channels;
  const pixels = new Uint8Array(evaluation.mistakes.length * size);
  for (const [at, { index }] of evaluation.mistakes.entries()) {
    pixels.set(test.images.subarray(index * size, (index + 1) * size), at * size);
  }
  return {
    title: `${config.preset} on ${dataset.name}`,
    subtitle: layersOf(record),
    notice: noticeOf(record),
    dataset: {
      name: dataset.name,
      facts: [
        ['training images', grouped(dataset.counts.train)],
        ['validation images', validationOf(record)],
        ['test images', grouped(dataset.counts.test)],
        ['found in', dataset.source],
        ...Object.entries(dataset.hashes).map(([file, hash]): [string, string] => [
          `SHA-256 of ${file}`,
          hash,
        ]),
      ],
    },
    config: configFacts(record),
    history,
    test: record.test && {
      ...record.test,
      interval: accuracyInterval(record.test.accuracy, dataset.counts.test),
    },
    classNames,
    confusion: evaluation.confusion,
    calibration: record.calibration,
    perClass: evaluation.perClass.map((scores, index) => ({
      className: classNames[index] ?? String(index),
      ...scores,
    })),
    mistakes: {
      images: { pixels, height: test.height, width: test.width, channels: test.channels },
      captions: evaluation.mistakes.map(({ label, predicted, probability }) => ({
        label,
        predicted,
        probability,
      })),
    },
    weights: firstLayerWeights(record, model),
    timings: Object.entries(timings),
    versions: Object.entries(versions),
  };
}

/** The first layer's weights as pictures: a convolution's filters, or templates of the classes if there is no hidden layer. */
function firstLayerWeights({ dataset, config }: RunRecord, model: LayersModel): RunReport['weights'] {
  // Frozen weights come last in a model's weights.
  const first = model.layers.find(({ weights }) => weights.length > 0)?.weights[0];
  const kernel = readWeights(model).find(({ name }) => first && name === weightName(first));
  if (kernel?.shape.length === 4) {
    const [kernelHeight = 1, kernelWidth = 1, depth = 1] = kernel.shape;
    return { kernel: kernel.values, height: kernelHeight, width: kernelWidth, channels: depth };
  }
  const [height, width, channels] = dataset.shape;
  if (kernel?.shape[0] !== height * width * channels) return undefined;
  const templates = config.layers === 'output' && kernel.shape[1] === dataset.classNames.length;
  return {
    kernel: kernel.values,
    height,
    width,
    channels,
    ...(templates && { unitNames: dataset.classNames }),
  };
}

function layersOf({ config, dataset, parameters }: RunRecord): string {
  const hidden = hiddenUnitsOf(config.layers) ?? [config.layers];
  const layers = [dataset.shape.join('x'), ...hidden, dataset.classNames.length].join(' – ');
  return `${layers}, ${grouped(parameters)} parameters`;
}

/** The number of validation images, and whether they are the test images. */
function validationOf({ config, dataset: { counts, hashes } }: RunRecord): string {
  // Data that come with a validation part are validated on it.
  const same = config.validation === 'test' && hashes['validation'] === undefined;
  return `${grouped(counts.validation)}${same ? ' (the test images)' : ''}`;
}

function noticeOf({ status, reason, warning, history, config }: RunRecord): string | undefined {
  const epochs = `after ${history.length} of ${config.epochs} epochs`;
  if (status === 'interrupted') return `Interrupted ${epochs}.`;
  if (status === 'diverged') return `Diverged ${epochs}: ${reason}.`;
  if (status === 'stopped') return `Stopped ${epochs}: ${reason ?? 'no reason was given'}.`;
  return warning && `${warning}.`;
}

/** Every setting, and the engine that ran. */
function configFacts({ config, engine, keptEpoch }: RunRecord): [string, string][] {
  const facts = settingTexts(config).map(([{ name, label }, text]): [string, string] => [
    label,
    name === 'engine' ? engine : text,
  ]);
  const kept: [string, string][] = keptEpoch === undefined ? [] : [['weights of epoch', String(keptEpoch)]];
  return [['preset', config.preset], ...facts, ...kept];
}
