import type { Experiment } from './experiment.ts';
import { checkPlanOptions } from './plan-options.ts';

/** The experiment, which checks its options before it plans or presents. */
export function checkingOptions(experiment: Experiment): Experiment {
  return {
    ...experiment,
    plan(options, results) {
      checkPlanOptions(options);
      return experiment.plan(options, results);
    },
    present(options, results) {
      checkPlanOptions(options);
      return experiment.present(options, results);
    },
  };
}
