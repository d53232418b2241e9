import type { Recipe } from '@atelier/presets';
import type { RunRecord } from '@atelier/runs';
import {
  calibration,
  describeWarning,
  type EpochRecord,
  type Evaluation,
  type FitResult,
} from '@atelier/training';
import type { RunData } from './run-data.ts';

type Ending = Pick<
  RunRecord,
  'status' | 'reason' | 'divergence' | 'warning' | 'history' | 'keptEpoch' | 'test' | 'calibration'
>;

/** What `run.json` says about a training that ended, and about the test after it. */
export function endingOf(
  result: FitResult,
  evaluation: Evaluation,
  { config, test }: { readonly config: Recipe; readonly test: RunData['test'] },
): Ending {
  return {
    status: result.status,
    ...reasonOf(result, config),
    history: [...result.history],
    ...keptEpochOf(result, config),
    test: { loss: evaluation.loss, accuracy: evaluation.accuracy },
    calibration: calibration(evaluation.probabilities, test.labels),
  };
}

function reasonOf(
  result: FitResult,
  { optimizer: { learningRate } }: Recipe,
): Pick<RunRecord, 'reason' | 'divergence' | 'warning'> {
  if (result.status === 'diverged') {
    const { epoch, step } = result;
    const loss = result.loss > 0 ? 'Infinity' : result.loss < 0 ? '-Infinity' : 'NaN';
    return {
      reason: `the loss became ${loss} in step ${step} of epoch ${epoch}; a lower learning rate than ${learningRate} may help`,
      divergence: { epoch, step, loss },
    };
  }
  return {
    ...(result.status === 'stopped' && { reason: result.reason }),
    ...(result.warning && { warning: describeWarning(result.warning, learningRate) }),
  };
}

/** The epoch whose weights early stopping kept: the first with the lowest loss. */
function keptEpochOf({ history }: FitResult, { patience }: Recipe): Pick<RunRecord, 'keptEpoch'> {
  if (patience === null) return {};
  const lossOf = ({ loss, valLoss = loss }: EpochRecord): number => valLoss;
  const best = history.reduce<EpochRecord | undefined>(
    (lowest, record) => (lowest && !(lossOf(record) < lossOf(lowest)) ? lowest : record),
    undefined,
  );
  return best ? { keptEpoch: best.epoch } : {};
}
