import type sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { nodeDecoder } from './node-decoder.ts';
import { SlowPictureError } from './picture-decoder.ts';

interface SharpModule {
  readonly default: typeof sharp;
}

/** `sharp` with far more to do than the second that it gets. */
vi.mock('sharp', async (importOriginal) => {
  const { default: original } = await importOriginal<SharpModule>();
  const busy = new Proxy(original, {
    apply: (target, self, given: Parameters<typeof original>) => {
      const picture = Reflect.apply(target, self, given);
      const timeout = picture.timeout.bind(picture);
      picture.timeout = () => timeout({ seconds: 1 }).blur(1000);
      return picture;
    },
  });
  return { default: busy };
});

test('a picture that takes too long to decode is told from one that is none', async () => {
  const { default: actual } = await vi.importActual<SharpModule>('sharp');
  const side = 2000;
  const create = { width: side, height: side, channels: 3, background: '#123456' } as const;
  const large = new Uint8Array(await actual({ create }).png({ compressionLevel: 1 }).toBuffer());
  const error: unknown = await nodeDecoder.decode(large, side).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SlowPictureError);
  expect(error).toMatchObject({ message: 'it took more than 10 s to decode' });
  await expect(nodeDecoder.decode(Uint8Array.of(1, 2), side)).rejects.not.toThrow(SlowPictureError);
});
