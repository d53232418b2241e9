import * as z from 'zod/mini';
import { NetworkError } from '../error.ts';
import { shapeText, sizeOf } from '../shape.ts';
import { channelsLast, type Pair, spatial } from './fields.ts';
import type { LayerKind } from './layer-kind.ts';

export interface ReshapeConfig {
  /** One length may be left open: `null`, or below 0. */
  readonly targetShape: readonly (number | null)[];
}

export interface ZeroPadding2DConfig {
  /** Zeros at the top and bottom, left and right. */
  readonly padding: readonly [vertical: Pair, horizontal: Pair];
}

export const flatten: LayerKind<object> = {
  config: z.object({ dataFormat: channelsLast }),
  describe: (_, [input = []]) => ({ outputShape: [sizeOf(input)], multiplications: 0 }),
};

/** The same numbers, row-major, under other axes. */
export const reshape: LayerKind<ReshapeConfig> = {
  config: z.object({
    targetShape: z
      .array(z.nullable(z.int('integers')), 'a list of lengths')
      .check(z.minLength(1, 'at least 1 axis'), z.maxLength(5, 'at most 5 axes')),
  }),
  describe({ targetShape }, [input = []]) {
    const isOpen = (length: number | null): length is null => length === null || length < 0;
    const open = targetShape.filter(isOpen).length;
    const known = targetShape.reduce<number>((size, length) => (isOpen(length) ? size : size * length), 1);
    const rest = sizeOf(input) / known;
    if (open > 1 || !Number.isInteger(rest) || (open === 0 && rest !== 1)) {
      throw new NetworkError(
        `has targetShape [${targetShape.map((length) => length ?? 'null').join(', ')}], which its input of ${shapeText(input)} does not fill`,
      );
    }
    return { outputShape: targetShape.map((length) => (isOpen(length) ? rest : length)), multiplications: 0 };
  },
};

const most = 4096;
const zeros = z
  .int(`an integer from 0 to ${most}`)
  .check(z.gte(0, 'at least 0'), z.lte(most, `at most ${most}`));
const sides = z.union([zeros, z.tuple([zeros, zeros])], 'an integer, or two');

export const zeroPadding2d: LayerKind<ZeroPadding2DConfig> = {
  config: z.object({
    padding: z.pipe(
      z.union([zeros, z.tuple([sides, sides])], 'a number of zeros, or two, or two pairs'),
      z.transform((value): ZeroPadding2DConfig['padding'] => {
        const [vertical, horizontal] = typeof value === 'number' ? [value, value] : value;
        return [both(vertical), both(horizontal)];
      }),
    ),
    dataFormat: channelsLast,
  }),
  describe({ padding: [[top, bottom], [left, right]] }, [input = []]) {
    const [height, width, channels] = spatial(input);
    return { outputShape: [height + top + bottom, width + left + right, channels], multiplications: 0 };
  },
};

function both(value: number | Pair): Pair {
  return typeof value === 'number' ? [value, value] : value;
}
