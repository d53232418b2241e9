import { z } from 'zod';

/** A number that JSON holds as `null` when it is NaN or infinite; read as NaN. */
export const numberOrNaN: z.ZodType<number> = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
