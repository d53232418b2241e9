import type { PlanOptions } from '../plan-options.ts';
import { mean } from '../presenting/statistics.ts';
import type { Results } from '../results.ts';
import type { RecipeOutcome, RecipeTask } from '../tasks/recipe.ts';
import { type Trial } from '../trial.ts';
import type { Candidate } from './candidates.ts';

/** One candidate in this many goes on, and is trained this many times as long (as in Hyperband, Li et al. 2018). */
const factor = 3;

/** Candidates that are trained equally long. */
export interface Rung {
  readonly epochs: number;
  readonly entries: readonly Entry[];
}

/** A candidate in a rung. */
export interface Entry {
  readonly candidate: Candidate;
  readonly epochs: number;
  /** One for each seed. */
  readonly trials: readonly RecipeTrial[];
  /** When all its trials have ended. */
  readonly score: Score | undefined;
}

/** How good a candidate is, over its seeds. */
export interface Score {
  /** Of the validation images, one for each seed. */
  readonly accuracies: readonly number[];
  readonly loss: number;
  readonly diverged: boolean;
}

type RecipeTrial = Trial & { readonly task: RecipeTask };

/** The epochs of each rung: the last has all. */
export function rungEpochs(epochs: number, rungs: number): number[] {
  const all = Array.from({ length: rungs }, (_, rung) => Math.ceil(epochs / factor ** (rungs - 1 - rung)));
  return [...new Set(all)];
}

/**
 * The rungs of each bracket as far as results tell. A bracket knows nothing of the others, so that they can run on different machines: it
 * has as many candidates as leave one in its last rung.
 */
export function bracketsOf(
  candidates: readonly Candidate[],
  { rungs, seed }: { readonly rungs: number; readonly seed: number },
  { epochs, seeds }: PlanOptions,
  results: Results,
): Rung[][] {
  const lengths = rungEpochs(epochs, rungs);
  const count = Math.ceil(candidates.length / factor ** (lengths.length - 1));
  return Array.from({ length: count }, (_, bracket) => {
    const climbed: Rung[] = [];
    let left = candidates.filter((_candidate, index) => index % count === bracket);
    for (const length of lengths) {
      const entries = left.map((candidate): Entry => {
        const trials = trialsOf(candidate, { epochs: length, seed, seeds, bracket });
        return { candidate, epochs: length, trials, score: scoreOf(trials, results) };
      });
      climbed.push({ epochs: length, entries });
      if (entries.some(({ score }) => score === undefined)) break;
      left = ranked(entries)
        .slice(0, Math.ceil(entries.length / factor))
        .map(({ candidate }) => candidate);
    }
    return climbed;
  });
}

/** The best first: by validation accuracy, then by loss, then in the order of the candidates. */
export function ranked(entries: readonly Entry[]): Entry[] {
  const accuracy = ({ score }: Entry): number => (!score || score.diverged ? -1 : mean(score.accuracies));
  const loss = ({ score }: Entry): number => (Number.isFinite(score?.loss) ? score!.loss : Infinity);
  return entries.toSorted(
    (a, b) => accuracy(b) - accuracy(a) || (loss(a) === loss(b) ? 0 : loss(a) - loss(b)),
  );
}

function trialsOf(
  { label, recipe }: Candidate,
  {
    epochs,
    seed,
    seeds,
    bracket,
  }: { readonly epochs: number; readonly seed: number; readonly seeds: number; readonly bracket: number },
): RecipeTrial[] {
  return Array.from({ length: seeds }, (_, index) => ({
    label: `${label}, ${epochs} epochs${seeds === 1 ? '' : `, seed ${seed + index}`}`,
    task: { kind: 'recipe', recipe, epochs },
    seed: seed + index,
    group: bracket,
  }));
}

function scoreOf(trials: readonly RecipeTrial[], results: Results): Score | undefined {
  if (!trials.every((trial) => results.has(trial))) return undefined;
  const outcomes = trials.map((trial): RecipeOutcome => results.outcome<'recipe'>(trial));
  return {
    accuracies: outcomes.map(({ validation }) => validation.accuracy),
    loss: mean(outcomes.map(({ validation }) => validation.loss)),
    diverged: outcomes.some(({ status }) => status === 'diverged'),
  };
}
