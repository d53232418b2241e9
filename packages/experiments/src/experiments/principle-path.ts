import { hiddenUnitsOf, presets } from '@atelier/presets/recipe';
import type { PlanOptions } from '../plan-options.ts';
import { best, differenceOf, isChance, type Spread } from '../presenting/statistics.ts';
import { doubt, percent, pointsOf, signed, signedNumber, spread } from '../presenting/words.ts';
import type { TrainTask } from '../tasks/train.ts';
import { type Condition, type Finding } from './condition.ts';
import { meanCurve } from './curves.ts';
import { optimizerAt, trainTask } from './train-task.ts';

/** A network that was tried on the path. */
export interface Step {
  readonly phase: 'grow' | 'restrain' | 'grow again';
  readonly finding: Finding;
  /** Whether the path continued from it. */
  readonly kept: boolean;
}

/** The end of the path: all trained on all training images, without validation images. */
export interface Path {
  readonly final: Finding;
  /** The preset's network, trained like the final one. */
  readonly alike: Finding;
  /** The preset's network with the epochs and the rate of the preset. */
  readonly preset: Finding;
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
 * is decided follows from those results, so that the path can be replayed from stored results. A change is kept only when
 * its gain on the validation images is beyond what another seed could make.
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
    const state = `${current.label} units: ${spread(current.train)} in training, ${spread(current.validation)} in validation${turnOf(current)}`;
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
  const chosen = best(restrained, ({ validationLoss }) => -validationLoss.mean);
  const [remedyLabel, remedy] = remedies[restrained.indexOf(chosen)]!;
  const relief = differenceOf(chosen.validationLoss, plain.validationLoss);
  const change = differenceOf(chosen.validation, plain.validation);
  const loses = change.mean < 0 && !isChance(change);
  const helps = relief.mean < 0 && !isChance(relief) && !loses;
  take(
    ...restrained.map((finding): Step => ({
      phase: 'restrain',
      finding,
      kept: helps && finding === chosen,
    })),
  );
  decide(
    `Of ${restrained.length} restraints ${remedyLabel} has the lowest validation loss: ${signedNumber(relief)} against none${doubt(relief)}, the validation accuracy ${signed(change)}${doubt(change)}, a gap of ${pointsOf(chosen.gap)} against ${pointsOf(plain.gap)}. ${
      helps
        ? 'It is kept: grow again.'
        : loses
          ? 'It loses accuracy: the path goes on without a restraint.'
          : 'That may be chance: the path goes on without a restraint.'
    }`,
  );

  current = helps ? chosen : plain;
  const grown = (units: readonly number[]): Condition =>
    helps ? network(units, remedyLabel, remedy) : network(units);
  for (let round = 1; round <= regrowths; round++) {
    const wider = hidden.map((units) => 2 * units);
    const deeper = [...hidden, Math.max(16, hidden.at(-1)! / 2)];
    const findings: readonly Finding[] = yield [wider, deeper].map(grown);
    const before: Finding = current;
    const larger = best(findings, ({ validation }) => validation.mean);
    const gain: Spread = differenceOf(larger.validation, before.validation);
    const goOn = gain.mean > 0 && !isChance(gain);
    take(
      ...findings.map((finding): Step => ({
        phase: 'grow again',
        finding,
        kept: goOn && finding === larger,
      })),
    );
    decide(
      `Wider and deeper, ${findings.map(({ label, validation }) => `${label} has ${percent(validation.mean, 2)}`).join(', ')} in validation, ${before.label} had ${percent(before.validation.mean, 2)}. ${
        goOn
          ? `${larger.label} gains ${pointsOf(gain, 2)} and is kept.${round === regrowths ? ' That was the last round.' : ''}`
          : `The better, ${larger.label}, changes it by ${signed(gain, 2)}${doubt(gain)}: stay with ${before.label}.`
      }`,
    );
    if (!goOn) break;
    current = larger;
    hidden = larger.task.hidden;
  }

  const data = { limit: options.limit, validation: { kind: 'none' }, size: null } as const;
  const epochs = 2 * options.epochs;
  const training = { epochs, schedule: { name: 'cosine', warmup: 0 }, data } as const;
  const { layers, learningRate, batchSize, epochs: presetEpochs } = presets['mlp-128'];
  const baseline: TrainTask = trainTask(options, {
    hidden: hiddenUnitsOf(layers) ?? [],
    optimizer: optimizerAt('adam', learningRate),
    batchSize,
    data,
  });
  decide(
    `On validation images the path ends with ${current.label}. Now ${epochs} epochs with a rate that falls as a cosine, on all training images; for comparison, mlp-128 trained alike, and with the ${presetEpochs} epochs of its preset.`,
  );
  const [final, alike, preset] = yield [
    { label: current.label, task: { ...current.task, ...training } },
    { label: 'mlp-128, trained alike', task: { ...baseline, ...training } },
    { label: 'mlp-128, its preset', task: { ...baseline, epochs: presetEpochs } },
  ];
  decide(
    `On the test images, used once: ${spread(final!.test, 2)} against ${spread(alike!.test, 2)} of mlp-128 trained alike and ${spread(preset!.test, 2)} of its preset.`,
  );
  return { final: final!, alike: alike!, preset: preset! };
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
