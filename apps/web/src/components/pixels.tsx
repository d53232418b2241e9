import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { writePixel } from '../image/image-data.ts';
import type { PictureFormat } from '../messages.ts';

interface PixelsProps {
  /** `[pictures, height, width, channels]`, 0–255. */
  readonly pixels: Uint8Array;
  readonly format: PictureFormat;
  /** Pictures side by side; default 1. */
  readonly columns?: number;
  readonly label: string;
}

/** Blank pixels between two pictures of a grid. */
const gap = 3;

/** Pictures; ink on the page is black in light colours, white in dark ones (the style sheet inverts it). */
export function Pixels({ pixels, format, columns = 1, label }: PixelsProps): JSX.Element {
  const { height, width, channels, ink } = format;
  const canvas = useRef<HTMLCanvasElement>(null);
  const pictures = pixels.length / (height * width * channels);
  const rows = Math.ceil(pictures / columns);
  const canvasWidth = columns * width + (columns - 1) * gap;
  const canvasHeight = rows * height + (rows - 1) * gap;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || pictures === 0) return;
    const image = context.createImageData(canvasWidth, canvasHeight);
    for (let picture = 0; picture < pictures; picture++) {
      const left = (picture % columns) * (width + gap);
      const top = Math.floor(picture / columns) * (height + gap);
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          const at = ((top + row) * canvasWidth + left + column) * 4;
          const from = ((picture * height + row) * width + column) * channels;
          writePixel(image.data, at, pixels, from, format);
        }
      }
    }
    context.putImageData(image, 0, 0);
  }, [pixels, format, columns]);
  return (
    <canvas
      ref={canvas}
      class={ink ? 'ink' : 'photo'}
      width={canvasWidth}
      height={Math.max(canvasHeight, 1)}
      role="img"
      aria-label={label}
    />
  );
}
