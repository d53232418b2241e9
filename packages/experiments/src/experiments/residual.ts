import { lineFigure } from '@atelier/plotting';
import type { Experiment } from '../experiment.ts';
import type { PlanOptions } from '../plan-options.ts';
import { differenceOf, isChance, type Spread } from '../presenting/statistics.ts';
import { count, list, pointsOf, sizeOf, spread } from '../presenting/words.ts';
import { type Condition, type Finding, findingsOf, trialsOf } from './condition.ts';
import { accuracyAxis, curveOver } from './curves.ts';
import { learningOnes } from './learning-ones.ts';
import { trainTask } from './train-task.ts';

/** Blocks of two convolutions. */
const depths = [1, 4, 8, 16];

export const residual: Experiment = {
  name: 'residual',
  summary: 'networks of 3 to 33 convolutions, with and without residual connections',
  question: 'Can a network be made deeper without end, and what do residual connections change?',
  defaults: { epochs: 4, seeds: 3, limit: 6_000 },

  plan: (options) => trialsOf([...conditions(options, false), ...conditions(options, true)], options.seeds),

  present(options, results) {
    const plain = findingsOf(conditions(options, false), options.seeds, results);
    const connected = findingsOf(conditions(options, true), options.seeds, results);
    const curve = (name: string, findings: readonly Finding[], pick: (finding: Finding) => Spread) =>
      curveOver(name, findings, (_, index) => convolutions(depths[index]!), pick);
    const figure = (title: string, axis: string, pick: (finding: Finding) => Spread) =>
      lineFigure({
        title,
        subtitle: sizeOf(options),
        x: { label: 'convolutions', ticks: depths.map(convolutions) },
        y: accuracyAxis(axis, [...plain, ...connected].map(pick)),
        series: [...curve('plain', plain, pick), ...curve('with residual connections', connected, pick)],
      });
    return {
      figures: {
        training: figure(
          'Deeper networks on their training images',
          'training accuracy',
          ({ train }) => train,
        ),
        validation: figure('The same on new images', 'validation accuracy', ({ validation }) => validation),
      },
      table: {
        columns: [
          { label: 'convolutions', numeric: true },
          ...[
            'training accuracy, plain',
            'training accuracy, residual',
            'validation accuracy, plain',
            'validation accuracy, residual',
          ].map((label) => ({ label, numeric: true })),
        ],
        rows: depths.map((blocks, index) => [
          convolutions(blocks),
          spread(plain[index]!.train),
          spread(connected[index]!.train),
          spread(plain[index]!.validation),
          spread(connected[index]!.validation),
        ]),
      },
      reading: readingOf(plain, connected, options),
    };
  },
};

function convolutions(blocks: number): number {
  return 1 + 2 * blocks;
}

/** Small pictures of 7x7, so that depth is what costs. */
function conditions(options: PlanOptions, connected: boolean): Condition[] {
  const pair = 'conv 16 3x3 same, conv 16 3x3 same';
  const block = connected ? `residual(${pair} linear), relu` : pair;
  return depths.map((blocks) => {
    const layers = `conv 16 3x3 stride 2 same, pool 2, ${Array.from({ length: blocks }, () => block).join(', ')}, global-average, output`;
    return {
      label: `${convolutions(blocks)} convolutions, ${connected ? 'residual' : 'plain'}`,
      task: trainTask(options, { hidden: [], layers }),
    };
  });
}

function readingOf(plain: readonly Finding[], connected: readonly Finding[], options: PlanOptions): string[] {
  const along = (findings: readonly Finding[]): string =>
    list(
      findings.map((finding, index) => {
        const stuck = options.seeds - learningOnes(finding, options).length;
        return `${spread(finding.train)} with ${convolutions(depths[index]!)}${stuck > 0 ? ` (nothing is learnt with ${stuck} of ${count(options.seeds, 'seed')})` : ''}`;
      }),
    );
  const [shallowest, deepest, other] = [plain[0], plain.at(-1), connected.at(-1)];
  if (!shallowest || !deepest || !other) return [];
  const lost = differenceOf(shallowest.train, deepest.train);
  const gained = differenceOf(other.train, deepest.train);
  return [
    `Without connections the training images are fitted to ${along(plain)} convolutions: ${
      lost.mean > 0 && !isChance(lost)
        ? `the deepest network fits even those ${pointsOf(lost)} worse than the shallowest, which is no overfitting`
        : 'beyond chance, the deepest is no worse than the shallowest'
    }.`,
    `With residual connections it is ${along(connected)}; at the greatest depth they make a difference of ${pointsOf(gained)} on the training images${isChance(gained) ? ', which other seeds could make' : ''}.`,
  ];
}
