import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Regions } from './regions.ts';

test('a region that is given back is the next one of its size', () => {
  const regions = new Regions(0, 1024);
  const first = regions.allocate(500);
  const second = regions.allocate(300);
  expect([first, second]).toEqual([0, 512]);
  expect(regions.allocate(500)).toBeUndefined();
  regions.free(0, 500);
  expect(regions.allocate(512)).toBe(0);
});

test('neighbours join, whatever the order in which they come back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 12 }),
      fc.infiniteStream(fc.nat()),
      (sizes, choices) => {
        const regions = new Regions(64, 16_384);
        const held = sizes.map((size) => ({ size, address: regions.allocate(size) }));
        const spans = held.map(({ size, address = -1 }) => [address, address + Math.max(size, 1)] as const);
        for (const [i, [start, end]] of spans.entries()) {
          expect(start % 64).toBe(0);
          expect(spans.some(([s, e], j) => j !== i && s < end && start < e)).toBe(false);
        }
        while (held.length > 0) {
          const [region] = held.splice((choices.next().value ?? 0) % held.length, 1);
          regions.free(region?.address ?? -1, region?.size ?? 0);
        }
        expect(regions.freeBytes).toBe(16_320);
        expect(regions.allocate(16_320)).toBe(64);
      },
    ),
  );
});
