import { confusionFigure } from '../figures/confused-pairs.ts';
import { type ImageCaption, imageGrid } from '../figures/image-grid.ts';
import { accuracyCurves, lossCurves } from '../figures/learning-curves.ts';
import { reliabilityFigure } from '../figures/reliability-figure.ts';
import { weightImages, type WeightImagesOptions } from '../figures/weight-images.ts';
import { formatNumber, formatPercent } from '../format.ts';
import type { Images } from '../picture.ts';
import type { ClassScores, EpochRecord, Reliability } from '../records.ts';
import { htmlPage } from './html-page.ts';
import type { Block, Fact, HeadlineBlock, Section } from './page.ts';

/** The most classes in the table of scores. */
const LISTED_CLASSES = 100;

/** Everything known about one training. Missing parts do not appear in the report. */
export interface RunReport {
  /** Such as "mlp-32 on fashion-mnist". */
  readonly title: string;
  /** Such as the day it was made, or the layers of the model. */
  readonly subtitle?: string | undefined;
  /** A notice shown on top, such as "interrupted after epoch 12". */
  readonly notice?: string | undefined;
  readonly dataset: {
    readonly name: string;
    /** Numbers of images, origin of the files, their hashes: in this order. */
    readonly facts?: readonly Fact[] | undefined;
  };
  /** In this order. */
  readonly config: readonly Fact[];
  /** One or more epochs, or none for a run that was stopped before its first ended. */
  readonly history: readonly EpochRecord[];
  readonly test?:
    | {
        readonly loss: number;
        readonly accuracy: number;
        /** Of the accuracy: what it may be for other images, with 95% confidence. */
        readonly interval?: readonly [low: number, high: number] | undefined;
      }
    | undefined;
  readonly classNames: readonly string[];
  /** `confusion[label][predicted]`: counts on the test set. */
  readonly confusion?: readonly (readonly number[])[] | undefined;
  readonly perClass?: readonly ClassScores[] | undefined;
  /** How often predictions of each range of probability are right, and the mean difference from that, 0 to 1. */
  readonly calibration?: (Pick<Reliability, 'bins'> & { readonly error: number }) | undefined;
  /** The most confident mistakes, most confident first. */
  readonly mistakes?: { readonly images: Images; readonly captions: readonly ImageCaption[] } | undefined;
  readonly weights?:
    | Pick<WeightImagesOptions, 'kernel' | 'height' | 'width' | 'channels' | 'unitNames' | 'limit'>
    | undefined;
  /** Numbers are seconds. */
  readonly timings?: readonly (readonly [name: string, seconds: number | string])[] | undefined;
  readonly versions?: readonly Fact[] | undefined;
}

/** One training as a page (see `htmlPage`). */
export async function report(run: RunReport): Promise<string> {
  const sections: Section[] = [{ blocks: [...notice(run), headline(run)] }];
  if (run.history.length > 0) {
    const runs = [{ name: '', history: run.history }];
    const text = { subtitle: undefined };
    sections.push({
      heading: 'Learning',
      blocks: [{ kind: 'figures', figures: [lossCurves(runs, text), accuracyCurves(runs, text)] }],
    });
  }
  const classes = classBlocks(run);
  if (classes.length > 0) sections.push({ heading: 'Classes', blocks: classes });
  sections.push(...calibrationSection(run), ...mistakeSection(run), ...weightSection(run));
  sections.push({ heading: 'Configuration', blocks: settings(run) });
  if (run.history.length > 0) sections.push({ heading: 'History', blocks: [historyTable(run.history)] });
  return htmlPage({ title: run.title, subtitle: run.subtitle, sections });
}

function notice({ notice: text }: RunReport): Block[] {
  return text === undefined ? [] : [{ kind: 'text', text, notice: true }];
}

function headline({ test, history }: RunReport): HeadlineBlock {
  const figures: { value: string; label: string }[] = [];
  const last = history.at(-1);
  if (test !== undefined) {
    figures.push({ value: formatPercent(test.accuracy), label: `test accuracy${intervalText(test)}` });
    figures.push({ value: formatNumber(test.loss), label: 'test loss' });
  } else if (last?.valAccuracy !== undefined) {
    figures.push({ value: formatPercent(last.valAccuracy), label: 'validation accuracy' });
  } else if (last !== undefined) {
    figures.push({ value: formatPercent(last.accuracy), label: 'training accuracy' });
  }
  figures.push({ value: String(history.length), label: history.length === 1 ? 'epoch' : 'epochs' });
  const seconds = history.map((record) => record.seconds).filter((value) => value !== undefined);
  if (seconds.length > 0) {
    figures.push({ value: duration(seconds.reduce((sum, value) => sum + value, 0)), label: 'in training' });
  }
  return { kind: 'headline', figures };
}

function intervalText({ interval }: NonNullable<RunReport['test']>): string {
  return interval === undefined
    ? ''
    : ` (95% interval ${interval.map((share) => formatPercent(share)).join(' to ')})`;
}

function classBlocks({ classNames, confusion, perClass }: RunReport): Block[] {
  const blocks: Block[] = [];
  if (confusion !== undefined) {
    blocks.push({ kind: 'figures', figures: [confusionFigure({ classNames, matrix: confusion })] });
  }
  if (perClass !== undefined && perClass.length > 0) {
    blocks.push({
      kind: 'table',
      caption:
        perClass.length > LISTED_CLASSES
          ? `Scores of the ${LISTED_CLASSES} classes with the lowest F1, of ${perClass.length}`
          : 'Scores of each class',
      columns: [
        { label: 'class' },
        ...['precision', 'recall', 'F1', 'images'].map((label) => ({ label, numeric: true })),
      ],
      rows: worst(perClass).map(({ className, precision, recall, f1, support }) => [
        className,
        formatPercent(precision),
        formatPercent(recall),
        formatPercent(f1),
        support,
      ]),
    });
  }
  return blocks;
}

/** Of more classes than can be read, those with the lowest F1, the lowest first. */
function worst(perClass: readonly ClassScores[]): readonly ClassScores[] {
  if (perClass.length <= LISTED_CLASSES) return perClass;
  return perClass.toSorted((a, b) => a.f1 - b.f1).slice(0, LISTED_CLASSES);
}

function calibrationSection({ calibration }: RunReport): Section[] {
  if (calibration === undefined || calibration.bins.length === 0) return [];
  const figure = reliabilityFigure([{ name: '', bins: calibration.bins }], {
    subtitle: `probabilities are off by ${formatPercent(calibration.error)} on average (expected calibration error)`,
  });
  return [{ heading: 'Calibration', blocks: [{ kind: 'figures', figures: [figure] }] }];
}

function mistakeSection({ classNames, mistakes }: RunReport): Section[] {
  if (mistakes === undefined || mistakes.captions.length === 0) return [];
  const grid = imageGrid({
    ...mistakes,
    classNames,
    title: 'The ones that the model was surest of',
    subtitle: 'what was predicted, what it is, and the probability of the prediction',
  });
  return [{ heading: 'Mistakes', blocks: [{ kind: 'figures', figures: [grid] }] }];
}

function weightSection({ weights }: RunReport): Section[] {
  if (weights === undefined) return [];
  const images = weightImages({ ...weights, title: 'Weights into each unit' });
  return [{ heading: 'First layer', blocks: [{ kind: 'figures', figures: [images] }] }];
}

function settings({ config, dataset, timings = [], versions = [] }: RunReport): Block[] {
  const lists: [string | undefined, readonly Fact[]][] = [
    [undefined, config],
    ['Data', [['name', dataset.name], ...(dataset.facts ?? [])]],
    [
      'Timings',
      timings.map(([name, value]): Fact => [name, typeof value === 'number' ? duration(value) : value]),
    ],
    ['Versions', versions],
  ];
  return lists
    .filter(([, facts]) => facts.length > 0)
    .map(([title, facts]) => ({ kind: 'facts', title, facts }));
}

function historyTable(history: readonly EpochRecord[]): Block {
  const columns: [label: string, show: (record: EpochRecord) => string | undefined][] = [
    ['epoch', ({ epoch }) => String(epoch)],
    ['loss', ({ loss }) => fixed(loss, 4)],
    ['accuracy', ({ accuracy }) => fixed(accuracy, 4)],
    ['validation loss', ({ valLoss }) => fixed(valLoss, 4)],
    ['validation accuracy', ({ valAccuracy }) => fixed(valAccuracy, 4)],
    ['seconds', ({ seconds }) => fixed(seconds, 2)],
    [
      'learning rate',
      ({ learningRate }) => (learningRate === undefined ? undefined : formatNumber(learningRate)),
    ],
  ];
  const shown = columns.filter(([, show]) => history.some((record) => show(record) !== undefined));
  return {
    kind: 'details',
    summary: history.length === 1 ? 'The epoch in numbers' : `All ${history.length} epochs in numbers`,
    blocks: [
      {
        kind: 'table',
        caption: 'Training history',
        columns: shown.map(([label]) => ({ label, numeric: true })),
        rows: history.map((record) => shown.map(([, show]) => show(record) ?? '')),
      },
    ],
  };
}

function fixed(value: number | undefined, decimals: number): string | undefined {
  return value?.toFixed(decimals);
}

/** 95.25 as "1 min 35 s". */
function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return String(seconds);
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}
