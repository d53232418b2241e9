/** Pixels as a canvas gives them: RGBA bytes, row by row. */
export interface RgbaImage {
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface NetworkInput {
  /** `[height, width]`, 0 blank to 255 full ink. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly inverted: boolean;
}

/**
 * Makes any picture what the network knows: gray, of its size, bright on a dark ground. The picture keeps its
 * proportions and is centred; what is bright at its border is inverted. What is transparent counts as blank.
 */
export function toNetworkInput(image: RgbaImage, height: number, width: number): NetworkInput {
  const gray = grayOf(image);
  const inverted = borderMean(gray, image) > 127;
  const scale = Math.min(width / image.width, height / image.height);
  const innerWidth = Math.max(1, Math.round(image.width * scale));
  const innerHeight = Math.max(1, Math.round(image.height * scale));
  const left = Math.floor((width - innerWidth) / 2);
  const top = Math.floor((height - innerHeight) / 2);
  const pixels = new Uint8Array(height * width);
  for (let row = 0; row < innerHeight; row++) {
    for (let column = 0; column < innerWidth; column++) {
      const value = areaMean(gray, image, {
        left: (column * image.width) / innerWidth,
        right: ((column + 1) * image.width) / innerWidth,
        top: (row * image.height) / innerHeight,
        bottom: ((row + 1) * image.height) / innerHeight,
      });
      pixels[(top + row) * width + left + column] = Math.round(inverted ? 255 - value : value);
    }
  }
  return { pixels, inverted };
}

/** Luma of Rec. 601, the weights of most image libraries. */
function grayOf({ data, width, height }: RgbaImage): Float32Array {
  const gray = new Float32Array(width * height);
  // A logo on a transparent ground is dark ink more often than not: the ground is paper then, else it is black.
  const ground = inkIsDark(data) ? 255 : 0;
  for (let pixel = 0; pixel < gray.length; pixel++) {
    const alpha = data[pixel * 4 + 3]! / 255;
    gray[pixel] = lumaAt(data, pixel) * alpha + ground * (1 - alpha);
  }
  return gray;
}

function inkIsDark(data: RgbaImage['data']): boolean {
  let sum = 0;
  let weight = 0;
  for (let pixel = 0; pixel * 4 < data.length; pixel++) {
    const alpha = data[pixel * 4 + 3]!;
    sum += lumaAt(data, pixel) * alpha;
    weight += alpha;
  }
  return weight > 0 && sum / weight < 128;
}

function lumaAt(data: RgbaImage['data'], pixel: number): number {
  return 0.299 * data[pixel * 4]! + 0.587 * data[pixel * 4 + 1]! + 0.114 * data[pixel * 4 + 2]!;
}

function borderMean(gray: Float32Array, { width, height }: RgbaImage): number {
  let sum = 0;
  let count = 0;
  for (let row = 0; row < height; row++) {
    const isEdge = row === 0 || row === height - 1;
    for (let column = 0; column < width; column += isEdge ? 1 : Math.max(1, width - 1)) {
      sum += gray[row * width + column]!;
      count++;
    }
  }
  return sum / count;
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The mean over a rectangle whose edges may cut through pixels. */
function areaMean(
  gray: Float32Array,
  { width, height }: RgbaImage,
  { left, right, top, bottom }: Area,
): number {
  let sum = 0;
  let weight = 0;
  for (let row = Math.floor(top); row < Math.min(height, Math.ceil(bottom)); row++) {
    const rowShare = Math.min(row + 1, bottom) - Math.max(row, top);
    for (let column = Math.floor(left); column < Math.min(width, Math.ceil(right)); column++) {
      const share = rowShare * (Math.min(column + 1, right) - Math.max(column, left));
      sum += gray[row * width + column]! * share;
      weight += share;
    }
  }
  return weight > 0 ? sum / weight : 0;
}
