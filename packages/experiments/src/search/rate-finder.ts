import type { Experiment } from '../experiment.ts';
import { presentSweeps } from '../presenting/rate-sweeps.ts';
import type { RecipeSweepTask } from '../tasks/recipe-sweep.ts';
import type { Trial } from '../trial.ts';
import type { PlanOptions } from '../plan-options.ts';
import type { SearchPlan } from './search-plan.ts';

type SweepTrial = Trial & { readonly task: RecipeSweepTask };

/** The learning-rate finder of the lessons, on the network of a recipe. */
export function rateFinder(plan: SearchPlan): Experiment {
  const { recipe, seed } = plan;
  const trialsOf = ({ seeds }: PlanOptions): SweepTrial[] =>
    Array.from({ length: seeds }, (_, index) => ({
      label: `rates from 1e-6 to 10${seeds === 1 ? '' : `, seed ${seed + index}`}`,
      task: { kind: 'recipe-sweep', recipe, from: 1e-6, to: 10 },
      seed: seed + index,
    }));
  return {
    name: `lr-finder-${recipe.preset}`,
    question: `Which learning rate does a pass with a growing rate suggest for ${recipe.preset} with ${recipe.optimizer.name}?`,
    summary: 'one pass with a rate that grows at every step',
    search: plan,
    defaults: { epochs: 1, seeds: 3 },
    plan: trialsOf,
    present: (options, results) =>
      presentSweeps(
        [
          {
            title: recipe.optimizer.name,
            runs: trialsOf(options).map((trial) => results.outcome<'recipe-sweep'>(trial).steps),
          },
        ],
        options,
      ),
  };
}
