import type { ModelFiles } from '@atelier/training';

/** What the thread of a model's module is started with. */
export interface ModuleInput {
  /** A `file:` URL. */
  readonly module: string;
  /** Where packages are looked for that the module's own folder doesn't have: a `file:` URL. */
  readonly fallback: string;
}

/** What its `createModel` is called with. */
export interface ModuleRequest {
  readonly inputShape: readonly [height: number, width: number, channels: number];
  readonly classes: number;
  readonly seed: number;
  /** For batch normalization, whose statistics need many. */
  readonly stepsPerEpoch: number;
}

/** What the thread answers: that it is about to run the module, what the module exports, a model, or why there is none. */
export type ModuleAnswer =
  | { readonly type: 'begin' }
  | { readonly type: 'recipe'; readonly recipe: unknown }
  | { readonly type: 'model'; readonly files: ModelFiles }
  | { readonly type: 'failed'; readonly reason: string };
