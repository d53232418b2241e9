import type { PlanOptions } from '../plan-options.ts';
import type { Finding } from './condition.ts';

/** The seeds that learn something. One class for every image is what a network gives through which no signal gets. */
export function learningOnes({ outcomes }: Finding, { classes }: PlanOptions): Finding['outcomes'] {
  return outcomes.filter(({ train }) => train.accuracy > 1.1 / classes);
}
