import { type Signal, signal } from '@preact/signals';
import { session, state } from '../app.ts';
import { readPicture } from '../image/read-picture.ts';

/** The user's own picture, and its origin. */
export interface OwnPicture {
  /** `[height, width]`, 0 blank to 255 full ink. */
  readonly pixels: Uint8Array;
  /** What was done to it, to show. */
  readonly note:
    | { readonly kind: 'test'; readonly label: number }
    | { readonly kind: 'file'; readonly from: string; readonly inverted: boolean }
    | { readonly kind: 'no-image'; readonly fileName: string }
    | undefined;
}

const longestName = 60;

/** The network's input size; Fashion-MNIST's before there is data. */
export function pictureSize(): { readonly height: number; readonly width: number } {
  return state.dataInfo.value ?? { height: 28, width: 28 };
}

const { height, width } = pictureSize();
export const ownPicture: Signal<OwnPicture> = signal({
  pixels: new Uint8Array(height * width),
  note: undefined,
});

export function draw(pixels: Uint8Array): void {
  ownPicture.value = { pixels, note: undefined };
}

/** Takes a picture file; any other file leaves the picture unchanged, with a message. */
export async function openPicture(file: File): Promise<void> {
  const size = pictureSize();
  const picture = await readPicture(file, size.height, size.width);
  if (!picture) {
    const fileName = file.name.slice(0, longestName);
    ownPicture.value = { pixels: ownPicture.value.pixels, note: { kind: 'no-image', fileName } };
    return;
  }
  const { pixels, inverted, fileWidth, fileHeight } = picture;
  ownPicture.value = { pixels, note: { kind: 'file', from: `${fileWidth} × ${fileHeight}`, inverted } };
}

export async function takeTestPicture(): Promise<void> {
  const picture = await session.randomTestPicture();
  if (picture) ownPicture.value = { pixels: picture.pixels, note: { kind: 'test', label: picture.label } };
}
