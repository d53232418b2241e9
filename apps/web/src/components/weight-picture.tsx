import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FirstLayer } from '../messages.ts';

interface WeightPictureProps {
  readonly layer: FirstLayer;
  readonly unit: number;
  readonly label: string;
}

/** The weights into one unit: blue below zero, orange above, nothing at zero. */
export function WeightPicture({ layer, unit, label }: WeightPictureProps): JSX.Element {
  const { height, width } = layer;
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const size = height * width * 4;
    const pixels = layer.pictures.subarray(unit * size, (unit + 1) * size);
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [layer, unit]);
  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={label} />;
}
