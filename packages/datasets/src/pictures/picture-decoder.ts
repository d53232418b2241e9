import type { Picture } from '../picture.ts';

/** Pixels of a picture file, and what the file says of them. */
export interface DecodedPicture extends Picture {
  /** 1 for gray, 3 for colours; transparency is not counted. */
  readonly channels: 1 | 3;
}

/** A picture's size after it is turned upright. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** A picture that took too long to decode: it may be whole, on a machine that is busy. */
export class SlowPictureError extends Error {
  override readonly name = 'SlowPictureError';

  constructor(seconds: number, cause: unknown) {
    super(`it took more than ${seconds} s to decode`, { cause });
  }
}

/** Decodes picture files: with a library in Node, with the browser's own decoder there. */
export interface PictureDecoder {
  /** @throws Error with the reason, for what is not a picture */
  readonly measure: (bytes: Uint8Array<ArrayBuffer>) => Promise<PictureSize>;
  /**
   * @param longestSide a larger picture may be made smaller while it is decoded, but not below this
   * @throws Error with the reason, for what is not a picture
   * @throws SlowPictureError
   */
  readonly decode: (bytes: Uint8Array<ArrayBuffer>, longestSide: number) => Promise<Picture>;
}
