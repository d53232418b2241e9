import { enlarge } from '../image/enlarge.ts';
import type { AskedPicture, PictureFormat, Placed } from '../messages.ts';

/** The user's own picture, and its origin. */
export interface OwnPicture {
  /** What is drawn on the pad, `[padSide, padSide]`, 0 blank to 255 full ink: the next stroke goes on it. */
  readonly drawing: Uint8Array;
  /** A picture that is as the network gets it; a drawing is placed first, by the worker. */
  readonly ready: { readonly pixels: Uint8Array; readonly format: PictureFormat } | undefined;
  /** What was done to it, to show. */
  readonly note:
    /** The page chose a training picture, so that there is something to see; the first stroke begins a new drawing. */
    | { readonly kind: 'training' | 'test'; readonly label: number }
    | { readonly kind: 'file'; readonly from: string; readonly placed: Placed }
    | { readonly kind: 'no-image'; readonly fileName: string }
    | undefined;
}

/** The side of the pad, in steps of its keyboard cursor. */
export const padSteps = 28;
export const padSide = 140;
/** Of the drawing on the pad. */
export const padFormat: PictureFormat = { height: padSide, width: padSide, channels: 1, ink: true };

export function blankPicture(): OwnPicture {
  return drawnPicture(new Uint8Array(padSide * padSide));
}

export function drawnPicture(drawing: Uint8Array): OwnPicture {
  return { drawing, ready: undefined, note: undefined };
}

/** A picture that is as the network gets it. Ink can be drawn on; a first stroke on a photo begins a new drawing. */
export function readyPicture(
  pixels: Uint8Array,
  format: PictureFormat,
  note: OwnPicture['note'],
): OwnPicture {
  const begins = !format.ink || note?.kind === 'training';
  const drawing = begins ? new Uint8Array(padSide * padSide) : enlarge(pixels, format, padSide);
  return { drawing, ready: { pixels, format }, note };
}

/** Whether there is nothing to see. */
export function isBlank({ drawing, ready, note }: OwnPicture): boolean {
  if (ready) return note?.kind === 'file' && note.placed.blank;
  return drawing.every((value) => value === 0);
}

/** A copy of it, as the worker is asked about it. */
export function asked({ drawing, ready }: OwnPicture): AskedPicture {
  return ready
    ? { kind: 'ready', pixels: Uint8Array.from(ready.pixels), format: ready.format }
    : { kind: 'drawing', pixels: Uint8Array.from(drawing), format: padFormat };
}
