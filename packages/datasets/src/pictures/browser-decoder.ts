import { isGray } from './is-gray.ts';
import type { DecodedPicture, PictureDecoder } from './picture-decoder.ts';

/** Decodes pictures as the browser does, with whatever formats it knows; of animations the first frame. */
export const browserDecoder: PictureDecoder = {
  measure: decode,
  decode,
};

async function decode(bytes: Uint8Array<ArrayBuffer>): Promise<DecodedPicture> {
  const bitmap = await createImageBitmap(new Blob([bytes]));
  try {
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('this browser gives no canvas');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    return { data, width, height, channels: isGray(data) ? 1 : 3 };
  } finally {
    bitmap.close();
  }
}
