import { tfjsEngine } from '@atelier/training';
import type { TrialContext } from '../src/tasks/context.ts';

/** Two classes of 4x4 images: bright above, or bright below. */
function images(count: number) {
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 2);
  const pixels = Uint8Array.from({ length: count * 16 }, (_, at) => {
    const bright = Number(at % 16 >= 8) === labels[Math.floor(at / 16)];
    return (bright ? 150 : 0) + ((at * 37) % 100);
  });
  return { images: pixels, labels, count, height: 4, width: 4, channels: 1 };
}

/** 120 training and 41 test images, and the reference engine. */
export const halves: TrialContext = {
  engine: tfjsEngine(),
  data: { name: 'halves', classNames: ['above', 'below'], train: images(120), test: images(41) },
};
