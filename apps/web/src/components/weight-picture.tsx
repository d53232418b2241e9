import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FirstLayer } from '../messages.ts';

/** Of equal weight to the eye, told apart with any kind of colour vision; those of the figures. */
const negative = [0, 114, 206] as const;
const positive = [222, 98, 0] as const;

interface WeightPictureProps {
  readonly layer: FirstLayer;
  readonly unit: number;
  readonly height: number;
  readonly width: number;
  /** The size of weight that gets the full colour. */
  readonly largest: number;
  readonly label: string;
}

/** The weights into one unit: blue below zero, orange above, nothing at zero. */
export function WeightPicture({
  layer,
  unit,
  height,
  width,
  largest,
  label,
}: WeightPictureProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    for (let pixel = 0; pixel < width * height; pixel++) {
      const weight = layer.kernel[pixel * layer.shownUnits + unit] ?? 0;
      image.data.set(weight < 0 ? negative : positive, pixel * 4);
      image.data[pixel * 4 + 3] = Math.min(255, (Math.abs(weight) / largest) * 255);
    }
    context.putImageData(image, 0, 0);
  }, [layer, unit, largest]);
  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={label} />;
}
