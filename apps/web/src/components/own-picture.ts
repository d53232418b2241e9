import { session, state } from '../state/page-session.ts';
import { readPicture } from '../image/read-picture.ts';
import type { LabelledPicture } from '../messages.ts';
import { blankPicture, drawnPicture, readyPicture } from '../state/own-picture.ts';

const longestName = 60;

export function draw(drawing: Uint8Array): void {
  state.own.value = drawnPicture(drawing);
}

export function clear(): void {
  state.own.value = blankPicture();
}

/** Puts a test picture on the pad, and the pad in sight. */
export function putOnPad({ pixels, label }: LabelledPicture): void {
  const format = state.dataInfo.value;
  if (!format) return;
  state.own.value = readyPicture(pixels, format, { kind: 'test', label });
  document.querySelector('.pad')?.scrollIntoView({ block: 'nearest' });
}

/** Takes a picture file; any other file leaves the picture unchanged, with a message. */
export async function openPicture(file: File): Promise<void> {
  const picture = await readPicture(file);
  if (!picture) {
    const fileName = file.name.slice(0, longestName);
    state.own.value = { ...state.own.value, note: { kind: 'no-image', fileName } };
    return;
  }
  const { image, fileWidth, fileHeight } = picture;
  const placed = await session.pictures.place(image);
  if (!placed) return;
  const from = `${fileWidth} × ${fileHeight}`;
  state.own.value = readyPicture(placed.pixels, placed.format, { kind: 'file', from, placed });
}

export async function takeTestPicture(): Promise<void> {
  const picture = await session.pictures.randomTest();
  if (picture) putOnPad(picture);
}
