import type { Appearance } from './appearance.ts';

/** Of a quantity over the training pictures: its 1st, 50th and 99th percentile. */
export type Range = readonly [low: number, typical: number, high: number];

/** How the pictures of a training set lie in their frames, so that other pictures can be placed like them. */
export interface Placement {
  /** The colour of the plain background that objects lie on, `[channels]`, 0–255; `null` if there is none, as in photos of scenes. */
  readonly background: readonly number[] | null;
  /** Whether pixels have different values in different channels. Gray pictures may have three channels. */
  readonly colour: boolean;
  /** Whether objects are mostly brighter than the background. */
  readonly brighter: boolean;
  /** The longer side of the object, as a share of the frame's side. */
  readonly fill: Range;
  /** What is nearest the same point in all pictures: the middle of the object's box, or its centre of mass. */
  readonly centredBy: 'box' | 'mass';
  /** Where that is, as a share of the frame's width. */
  readonly x: Range;
  /** As a share of the frame's height. */
  readonly y: Range;
  /** The largest difference from the background, 0–255. */
  readonly contrast: Range;
  /** What pictures look like; absent if there were too few to tell. */
  readonly appearance?: Appearance | undefined;
}
