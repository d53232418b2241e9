import { checkText } from '@atelier/checks';
import { z } from 'zod';
import { textHash } from './hash.ts';
import { type Outcome, outcomeSchema, taskSchema } from './tasks/task.ts';
import { type Trial, trialId } from './trial.ts';

/** A finished trial with its outcome: a line of `results.jsonl`. */
export interface TrialResult extends Trial {
  /** See {@link trialId}. */
  readonly id: string;
  readonly outcome: Outcome;
}

const resultSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  seed: z.number().int().min(0),
  task: taskSchema,
  outcome: outcomeSchema,
});

/** Hash of the line before it, to detect damage. Lines of earlier versions have none. */
const seal = /,"hash":"([0-9a-f]{16})"\}$/;

/** A result as one line of JSON, with a line feed. Numbers that are not finite become `null`. */
export function resultLine(trial: Trial, outcome: Outcome): string {
  const { label, seed, task } = trial;
  const json = JSON.stringify({ id: trialId(trial), label, seed, task, outcome });
  return `${json.slice(0, -1)},"hash":"${textHash(json)}"}\n`;
}

/**
 * Reads a line of `results.jsonl`.
 *
 * @throws Error saying what is wrong with it
 */
export function parseResult(line: string): TrialResult {
  checkText('line', line);
  const text = line.trimEnd();
  const json = text.replace(seal, '}');
  const [, hash] = seal.exec(text) ?? [];
  if (hash !== undefined && hash !== textHash(json)) throw new Error('it was changed: its hash is another');
  const parsed = resultSchema.safeParse(JSON.parse(json));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new Error(`not a trial's result: ${[...path, message].join(': ')}`, { cause: parsed.error });
  }
  const result = parsed.data;
  const id = trialId(result);
  if (result.id !== id) throw new Error(`the trial ${result.id} was changed: its task and seed make ${id}`);
  return result;
}
