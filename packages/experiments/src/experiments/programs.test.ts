import { expect, test } from 'vitest';
import { presentIn, trained, training } from '../../test/worlds.ts';
import { programs } from './programs.ts';

/** The reading where each seed's val_loss and loss end like this. */
function readingOf(valLoss: (seed: number) => readonly number[], loss = [0.5, 0.4, 0.3]): string {
  return presentIn(programs, ({ task, seed }) => {
    const outcome = trained(training(task), { train: 0.9, validation: 0.87 });
    const history = outcome.history.map((point, index) => ({
      ...point,
      loss: loss[index]!,
      testLoss: valLoss(seed)[index]!,
    }));
    return { ...outcome, history };
  }).reading.join('\n');
}

test('val_loss has turned where each seed has more of it in the last third than in the middle one', () => {
  expect(readingOf(() => [0.5, 0.4, 0.42])).toContain(
    'lowest after epoch 2 on average. From the middle third of the epochs to the last it changes by +0.0200 ± 0.0000, the loss by -0.1000 ± 0.0000: it has turned',
  );
});

test.each<[world: string, valLoss: (seed: number) => readonly number[], loss?: number[]]>([
  ['seeds that disagree', (seed) => [0.5, 0.4, 0.4 + (seed - 1) / 20 + 0.01]],
  ['a val_loss that falls', () => [0.5, 0.4, 0.39]],
  ['a loss that rises too', () => [0.5, 0.4, 0.42], [0.5, 0.4, 0.45]],
])('no turn is shown by %s', (_, valLoss, loss) => {
  expect(readingOf(valLoss, loss)).toContain('no turn is shown.');
});
