import * as z from 'zod/mini';

// The ranges of settings. Each says itself in the message of a value outside of it: "learningRate is a number above 0".

const aboveZero = 'a number above 0';
const fromZero = 'a number, at least 0';
const belowOne = 'a number from 0 to below 1';
const between = 'a number above 0 and below 1';
const toOne = 'a number above 0, at most 1';

export const positive: z.ZodMiniNumber<number> = z.number(aboveZero).check(z.positive(aboveZero));
export const notNegative: z.ZodMiniNumber<number> = z.number(fromZero).check(z.minimum(0, fromZero));
export const fraction: z.ZodMiniNumber<number> = z
  .number(belowOne)
  .check(z.minimum(0, belowOne), z.lt(1, belowOne));
export const share: z.ZodMiniNumber<number> = z.number(between).check(z.positive(between), z.lt(1, between));
export const factor: z.ZodMiniNumber<number> = z.number(toOne).check(z.positive(toOne), z.maximum(1, toOne));
export const bool: z.ZodMiniBoolean<boolean> = z.boolean('true or false');
