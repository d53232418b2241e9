import { mismatched } from '../error.ts';

/** How near to a byte, or to k/255, a float is. */
const tolerance = 0.001;

/**
 * Collects pixels that are numbers: whole bytes 0–255, or fractions k/255 from 0 to 1. Which of the two, the first fraction
 * decides, for what came before it too.
 */
export class PixelSink {
  readonly #location: string;
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;
  #fractions = false;
  #highest = 0;

  /** @param expected the number of pixels, or a first guess */
  constructor(location: string, expected: number) {
    this.#location = location;
    this.#bytes = new Uint8Array(expected);
  }

  /** Pixels so far. */
  get length(): number {
    return this.#length;
  }

  /** Whether there was a fraction. */
  get fractions(): boolean {
    return this.#fractions;
  }

  /** The brightest so far, from 0 to 255; of fractions 255 times their value. */
  get highest(): number {
    return this.#highest;
  }

  /** The pixels, a view that further ones may leave behind. */
  get pixels(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  /**
   * @param where the value is, for the message: `at index 7`
   * @throws DatasetError for a value that is neither a byte nor k/255
   */
  add(value: number, where: () => string): void {
    if (this.#length === this.#bytes.length) this.#grow();
    const pixel = this.#pixelOf(value, where);
    if (pixel > this.#highest) this.#highest = pixel;
    this.#bytes[this.#length++] = pixel;
  }

  /** Adds pixels that are bytes, to none before them. */
  addBytes(bytes: Uint8Array<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#length = bytes.length;
    this.#highest = bytes.reduce((highest, pixel) => Math.max(highest, pixel), 0);
  }

  /**
   * Takes what was read as bytes as fractions after all, since another part of the data has some.
   *
   * @throws DatasetError when a value is above 1
   */
  toFractions(): void {
    if (this.#fractions) return;
    if (this.#highest > 1) {
      throw mismatched(
        this.#location,
        `pixels up to ${this.#highest}, but other parts of the data hold fractions from 0 to 1`,
      );
    }
    this.#fractions = true;
    for (let at = 0; at < this.#length; at++) this.#bytes[at]! *= 255;
    this.#highest *= 255;
  }

  #pixelOf(value: number, where: () => string): number {
    const whole = Math.round(value);
    if (Math.abs(value - whole) <= tolerance && whole >= 0 && whole <= (this.#fractions ? 1 : 255)) {
      return this.#fractions ? whole * 255 : whole;
    }
    const fraction = Math.round(value * 255);
    if (
      value > 0 &&
      value < 1 &&
      Math.abs(value - fraction / 255) <= tolerance &&
      this.#highest <= (this.#fractions ? 255 : 1)
    ) {
      this.toFractions();
      return fraction;
    }
    const expected = this.#fractions
      ? 'fractions k/255 from 0 to 1, as those before it'
      : '0 to 255, or k/255 from 0 to 1';
    throw mismatched(this.#location, `the value ${value} ${where()}; pixels are ${expected}`);
  }

  #grow(): void {
    const larger = new Uint8Array(Math.max(1024, 2 * this.#bytes.length));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Pixels of another scale, such as 0 to 16, are all this dark. */
const dark = 64;

/**
 * Makes the parts of a data set use the same scale, and stretches images of nothing but 0 and 1 to 0 and 255.
 *
 * @returns what was done, for people
 */
export function sameScale(sinks: readonly PixelSink[]): string[] {
  const fractions = sinks.some((sink) => sink.fractions);
  const binary = !fractions && sinks.every(({ highest }) => highest === 1);
  if (fractions || binary) for (const sink of sinks) sink.toFractions();
  if (fractions) return ['Pixels are fractions from 0 to 1: they became 0 to 255'];
  if (binary) return ['Pixels are 0 and 1: they became 0 and 255'];
  const highest = sinks.reduce((most, sink) => Math.max(most, sink.highest), 0);
  return highest > dark ? [] : [`No pixel is above ${highest}, of 255: is that their scale?`];
}
