import type { z } from 'zod';
import type { ModelSize } from './classifier.ts';
import type { TrialContext } from './context.ts';

/** One kind of trial: what it is told, how it runs, and what comes of it. */
export interface TaskKind<Task, Outcome> {
  readonly task: KindSchema<Task>;
  readonly outcome: KindSchema<Outcome>;
  run(task: Task, seed: number, context: TrialContext): Promise<Outcome>;
  /** What came of it as metrics in Keras' manner, such as `accuracy: 0.8765`; empty where no number says it. */
  summary(outcome: Outcome): string;
  /** Roughly how long it takes, in multiplications. */
  work(task: Task, size: ModelSize): number;
}

/** A schema of an object with its `kind`, for a union to tell apart. */
type KindSchema<Value> = z.ZodType<Value> & z.core.$ZodTypeDiscriminable;
