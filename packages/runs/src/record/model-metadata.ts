import { maxClasses, type Placement } from '@atelier/datasets/browser';
import * as z from 'zod/mini';

/** What `model.json` says of a model besides its layers and weights: its `userDefinedMetadata`. */
export interface ModelMetadata {
  /** In the order of the model's outputs. */
  readonly classNames: readonly string[];
  /** How the pictures were placed that the model was trained on. */
  readonly placement: Placement;
}

const range = z.tuple([z.number(), z.number(), z.number()]);

const byte = z.number().check(z.gte(0), z.lte(255));

/** Reads how a training set's pictures are placed. */
export const placementSchema: z.ZodMiniType<Placement> = z.object({
  background: z.nullable(z.array(byte).check(z.minLength(1))),
  colour: z.boolean(),
  brighter: z.boolean(),
  fill: range.check(z.refine(([, typical]) => typical > 0, { error: 'An object fills more than 0' })),
  centredBy: z.enum(['box', 'mass']),
  x: range,
  y: range,
  contrast: range,
  appearance: z.optional(
    z.object({ groups: z.int().check(z.gte(1)), values: z.string(), limit: z.number().check(z.gt(0)) }),
  ),
});

const classNamesSchema = z.array(z.string()).check(z.minLength(2), z.maxLength(maxClasses));

/** What is known of a model besides its layers: another program, or an earlier version, may have written none or less. */
export function modelMetadata(metadata: unknown): Partial<ModelMetadata> {
  const found = z.safeParse(z.looseObject({}), metadata).data ?? {};
  const classNames = classNamesSchema.safeParse(found['classNames']).data;
  const placement = placementSchema.safeParse(found['placement']).data;
  return { ...(classNames && { classNames }), ...(placement && { placement }) };
}
