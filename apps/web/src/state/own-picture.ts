import { enlarge, placeDrawing } from '../image/place-drawing.ts';

/** The user's own picture, and its origin. */
export interface OwnPicture {
  /** As it is on the pad, `[padSide, padSide]`, 0 blank to 255 full ink. */
  readonly drawing: Uint8Array;
  /** As the network gets it, `[side, side]`. */
  readonly pixels: Uint8Array;
  /** What was done to it, to show. */
  readonly note:
    /** `given`: the page chose it, so that there is something to see; the first stroke begins a new drawing. */
    | { readonly kind: 'test'; readonly label: number; readonly given: boolean }
    | { readonly kind: 'file'; readonly from: string; readonly inverted: boolean }
    | { readonly kind: 'no-image'; readonly fileName: string }
    | undefined;
}

/** Of Fashion-MNIST's pictures, in pixels. */
export const side = 28;
/** Pixels of the pad for one of the network's. */
const scale = 5;
export const padSide: number = side * scale;

export function blankPicture(): OwnPicture {
  return { drawing: new Uint8Array(padSide * padSide), pixels: new Uint8Array(side * side), note: undefined };
}

/** A drawing, placed as the training pictures are. */
export function drawnPicture(drawing: Uint8Array): OwnPicture {
  return {
    drawing,
    pixels: placeDrawing({ pixels: drawing, height: padSide, width: padSide }, side),
    note: undefined,
  };
}

/** A picture that is as the network gets it. */
export function readyPicture(pixels: Uint8Array, note: OwnPicture['note']): OwnPicture {
  return { drawing: enlarge({ pixels, height: side, width: side }, scale), pixels, note };
}

export function isBlank({ pixels }: OwnPicture): boolean {
  return pixels.every((value) => value === 0);
}
