import { hiddenUnitsOf, presets } from '@atelier/presets/recipe';
import type { PlanOptions } from '../plan-options.ts';
import { best } from '../presenting/statistics.ts';
import { percent, points } from '../presenting/words.ts';
import type { TrainTask } from '../tasks/train.ts';
import { type Condition, type Finding, meanCurve } from './condition.ts';
import { optimizerAt, trainTask } from './train-task.ts';

/** A network that was tried on the path. */
export interface Step {
  readonly phase: 'grow' | 'restrain' | 'grow again';
  readonly finding: Finding;
  /** Whether the path continued from it. */
  readonly kept: boolean;
}

/** The end of the path: both trained on all training images, without validation images. */
export interface Path {
  readonly final: Finding;
  readonly baseline: Finding;
}

export interface Notes {
  /** Records a decision, with the numbers behind it. */
  readonly decide: (text: string) => void;
  readonly take: (...steps: readonly Step[]) => void;
}

/** Units of the first networks, each four times as large as the one before. */
const growth = [8, 32, 128, 512];
/** A network overfits when its validation loss has risen by this share above its lowest … */
const lossRise = 0.05;
/** … and its training accuracy is this far above its validation accuracy. */
const gapOfOverfitting = 0.03;
/** A larger network must improve the validation accuracy by this much. */
const leastGain = 0.001;
/** How often the restrained network is grown, at most. */
const regrowths = 3;

type Remedy = Pick<TrainTask, 'dropout' | 'augment'>;
const remedies: readonly (readonly [label: string, remedy: Remedy])[] = [
  ['dropout 0.2', { dropout: 0.2, augment: {} }],
  ['dropout 0.4', { dropout: 0.4, augment: {} }],
  ['shift 1, flip', { dropout: 0, augment: { shift: 1, flip: true } }],
  ['dropout 0.2, shift 1, flip', { dropout: 0.2, augment: { shift: 1, flip: true } }],
];

/**
 * The tutorial's principle, one decision at a time: each `yield` requests networks and gets their results. Everything that
 * is decided follows from those results, so that the path can be replayed from stored results.
 */
export function* path(
  options: PlanOptions,
  { decide, take }: Notes,
): Generator<readonly Condition[], Path, readonly Finding[]> {
  const network = (hidden: readonly number[], label = 'plain', remedy?: Remedy): Condition => ({
    label: `${hidden.join('-')}${remedy ? `, ${label}` : ''}`,
    task: trainTask(options, { hidden, ...remedy }),
  });

  let hidden: readonly number[] = [];
  let current: Finding | undefined;
  for (const units of growth) {
    hidden = [units];
    const [finding] = yield [network(hidden)];
    current = finding!;
    take({ phase: 'grow', finding: current, kept: true });
    const state = `${current.label} units: ${percent(current.train.mean)} in training, ${percent(current.validation.mean)} in validation${turnOf(current)}`;
    if (overfits(current)) {
      decide(`${state}. It overfits: restrain it.`);
      break;
    }
    decide(
      `${state}. ${units === growth.at(-1) ? 'It does not overfit, but it is the largest: restrain it.' : 'It does not overfit yet: grow.'}`,
    );
  }
  const plain = current!;

  const restrained = yield remedies.map(([label, remedy]) => network(hidden, label, remedy));
  const chosen = best(restrained, ({ validation }) => validation.mean);
  const [remedyLabel, remedy] = remedies[restrained.indexOf(chosen)]!;
  const helped = chosen.validation.mean > plain.validation.mean;
  take(...restrained.map((finding): Step => ({ phase: 'restrain', finding, kept: finding === chosen })));
  decide(
    `Of ${restrained.length} restraints ${remedyLabel} does best in validation: ${percent(chosen.validation.mean)} against ${percent(plain.validation.mean)} without, a gap of ${points(chosen.gap.mean)} against ${points(plain.gap.mean)}. ${
      helped
        ? 'It is kept: grow again.'
        : chosen.gap.mean < plain.gap.mean
          ? 'It is no gain yet, but it makes room to grow: grow again.'
          : 'It is no gain, and the path goes on with it: grow again.'
    }`,
  );

  current = chosen;
  for (let round = 1; round <= regrowths; round++) {
    const wider = hidden.map((units) => 2 * units);
    const deeper = [...hidden, Math.max(16, hidden.at(-1)! / 2)];
    const findings: readonly Finding[] = yield [wider, deeper].map((each) =>
      network(each, remedyLabel, remedy),
    );
    const larger = best(findings, ({ validation }) => validation.mean);
    const gain: number = larger.validation.mean - current.validation.mean;
    const goOn = gain >= leastGain;
    take(
      ...findings.map((finding): Step => ({
        phase: 'grow again',
        finding,
        kept: goOn && finding === larger,
      })),
    );
    decide(
      `Wider and deeper, ${findings.map(({ label, validation }) => `${label} has ${percent(validation.mean, 2)}`).join(', ')} in validation, ${current.label} had ${percent(current.validation.mean, 2)}. ${
        goOn
          ? `${larger.label} gains ${points(gain, 2)} and is kept.${round === regrowths ? ' That was the last round.' : ''}`
          : `Less than ${points(leastGain)} is gained: stay with ${current.label}.`
      }`,
    );
    if (!goOn) break;
    current = larger;
    hidden = larger.task.hidden;
  }

  const data = { limit: options.limit, validation: { kind: 'none' }, size: null } as const;
  const epochs = 2 * options.epochs;
  const finalTask: TrainTask = { ...current.task, epochs, schedule: { name: 'cosine', warmup: 0 }, data };
  const { layers, learningRate, batchSize, epochs: presetEpochs } = presets['mlp-128'];
  const baselineTask = trainTask(options, {
    hidden: hiddenUnitsOf(layers) ?? [],
    optimizer: optimizerAt('adam', learningRate),
    batchSize,
    epochs: presetEpochs,
    data,
  });
  decide(
    `The end: ${current.label}, ${epochs} epochs with a rate that falls as a cosine, on all training images; for comparison, mlp-128 with the ${presetEpochs} epochs of its preset.`,
  );
  const [final, baseline] = yield [
    { label: current.label, task: finalTask },
    { label: 'mlp-128', task: baselineTask },
  ];
  decide(
    `On the test images: ${percent(final!.test.mean, 2)} against ${percent(baseline!.test.mean, 2)} of mlp-128.`,
  );
  return { final: final!, baseline: baseline! };
}

/** Whether a network has memorized its training images. */
export function overfits(finding: Finding): boolean {
  const { lowest, last } = lossOf(finding);
  return last > (1 + lossRise) * lowest && finding.gap.mean > gapOfOverfitting;
}

function lossOf(finding: Finding): {
  readonly lowest: number;
  readonly epoch: number;
  readonly last: number;
} {
  const curve = meanCurve(finding, 'valLoss');
  const [epoch, lowest] = best(curve, ([, loss]) => -loss);
  return { lowest, epoch, last: curve.at(-1)![1] };
}

function turnOf(finding: Finding): string {
  const { lowest, epoch, last } = lossOf(finding);
  return last > lowest
    ? `, a validation loss that was lowest after epoch ${epoch} (${lowest.toFixed(3)}) and is ${last.toFixed(3)} at the end`
    : ', a validation loss that still falls';
}
