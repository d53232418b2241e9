import { checkName } from '@atelier/checks';

/** Test-time augmentation: `flip` takes the mean of the outputs for an image and for its mirror image. */
export type TestTimeAugmentation = 'none' | 'flip';

/** The values of `tta`. */
export const testTimeAugmentations: readonly TestTimeAugmentation[] = ['none', 'flip'];

/**
 * @param tta default `none`
 * @throws RangeError for an unknown name, which a caller without types can pass
 */
export function checkTta(tta: TestTimeAugmentation = 'none'): TestTimeAugmentation {
  return checkName('tta', tta, testTimeAugmentations);
}
