import type * as z from 'zod/mini';
import type { Shape } from '../shape.ts';
import type { Constraint, Regularizer } from './fields.ts';

/** Atelier's description of a class of layers. */
export interface LayerKind<Config> {
  /** Checks the settings specific to this class, in camelCase, and fills in TensorFlow.js's defaults. */
  readonly config: z.ZodMiniType<Config>;
  /** Whether it takes several inputs; every other class takes one. Default false. */
  readonly joins?: boolean;
  /**
   * The layer's output shape.
   *
   * @throws NetworkError saying what does not fit, as the rest of a sentence that begins with the layer
   */
  describe(config: Config, inputs: readonly Shape[]): LayerDescription;
}

export interface LayerDescription {
  readonly outputShape: Shape;
  /** In the order in which TensorFlow.js makes them. Default none. */
  readonly weights?: readonly LayerWeight[];
  /** For one sample. Default: each weight once at each position, that is for all axes of the output but the last. */
  readonly multiplications?: number;
}

/** One tensor of a layer's weights. */
export interface LayerWeight {
  /** Without the layer's name: `kernel`. */
  readonly name: string;
  readonly shape: Shape;
  /** Statistics that training steps update without a gradient. Default false. */
  readonly statistic?: boolean;
  readonly regularizer?: Regularizer | null | undefined;
  readonly constraint?: Constraint | null | undefined;
}
