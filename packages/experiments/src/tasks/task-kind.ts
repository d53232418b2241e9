import type { z } from 'zod';
import type { ModelSize } from './classifier.ts';
import type { TrialContext } from './context.ts';

/** One kind of trial: its task, how it runs, and its outcome. */
export interface TaskKind<Task, Outcome> {
  readonly task: KindSchema<Task>;
  readonly outcome: KindSchema<Outcome>;
  run(task: Task, seed: number, context: TrialContext): Promise<Outcome>;
  /** The outcome as metrics in Keras' style, such as `accuracy: 0.8765`; empty if there are none. */
  summary(outcome: Outcome): string;
  /** Approximate cost, in multiplications. */
  work(task: Task, size: ModelSize): number;
}

/** A schema of an object with its `kind`, for a union to tell apart. */
type KindSchema<Value> = z.ZodType<Value> & z.core.$ZodTypeDiscriminable;
