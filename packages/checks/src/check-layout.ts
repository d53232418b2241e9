import { found } from './found.ts';

/** Whether an axis of this length may be the channels of pictures: grey, colour, colour with opacity. */
const looksLikeChannels = (length: number): boolean => length === 1 || length === 3 || length === 4;

/**
 * Checks that sizes are not those of images with their channels first, unless the layout is said.
 *
 * @param shape `[height, width, channels]`
 * @throws RangeError saying what they look like
 */
export function checkLayout(
  [height, width, channels]: readonly [height: number, width: number, channels: number],
  layout: 'channels-last' | undefined,
): void {
  if (layout !== undefined && layout !== 'channels-last') {
    throw new RangeError(`Images have the layout channels-last; found ${found(layout)}`);
  }
  if (layout === undefined && looksLikeChannels(height) && channels > 4 && width > 4) {
    throw new RangeError(
      `Images of ${height}x${width}x${channels} (height x width x channels) look like ${width}x${channels} with their ${height} channels first: put them last, or say layout: 'channels-last'`,
    );
  }
}
