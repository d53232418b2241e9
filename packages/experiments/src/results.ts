import type { Outcome, OutcomeOf } from './tasks/task.ts';
import type { TrialResult } from './result.ts';
import { type Trial, trialId } from './trial.ts';

/** The results that an experiment has so far, by trial. */
export class Results {
  readonly #byId: ReadonlyMap<string, TrialResult>;

  constructor(results: Iterable<TrialResult>) {
    this.#byId = new Map(Array.from(results, (result) => [result.id, result]));
  }

  has(trial: Trial): boolean {
    return this.#byId.has(trialId(trial));
  }

  get(trial: Trial): TrialResult | undefined {
    return this.#byId.get(trialId(trial));
  }

  /**
   * The outcome of a trial.
   *
   * @throws Error when the trial has no result, or one of another kind
   */
  outcome<Kind extends Trial['task']['kind']>(trial: Trial & { task: { kind: Kind } }): OutcomeOf<Kind> {
    const outcome = this.get(trial)?.outcome;
    if (outcome === undefined) throw new Error(`The trial "${trial.label}" has no result yet`);
    if (!isKind(outcome, trial.task.kind)) {
      throw new Error(`The trial "${trial.label}" is a ${trial.task.kind}; its result is a ${outcome.kind}`);
    }
    return outcome;
  }
}

function isKind<Kind extends Outcome['kind']>(outcome: Outcome, kind: Kind): outcome is OutcomeOf<Kind> {
  return outcome.kind === kind;
}
