import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, temporaryFolder } from '../test/world.ts';
import { abandonedPartials, PartialFile, partialName } from './partial.ts';

const hourAgo = new Date(Date.now() - 3_700_000);

describe('abandonedPartials', () => {
  test('are those of dead processes of this machine, and those not written to for an hour', async () => {
    const folder = await temporaryFolder();
    const mine = partialName('images');
    const released = partialName('images', 0);
    // No system gives out such an id.
    const dead = partialName('labels', 2 ** 30);
    const elsewhere = 'images.otherhost-1-00000000.partial';
    const longElsewhere = 'images.otherhost-2-00000000.partial';
    const longMine = partialName('labels');
    const others = [
      'images.gz',
      'images.gz.damaged-2026',
      'notes.partial',
      'images.partial',
      `${released}.gz`,
    ];
    for (const name of [mine, released, dead, elsewhere, longElsewhere, longMine, ...others]) {
      await writeFile(join(folder, name), 'abc');
    }
    for (const name of [longElsewhere, longMine]) await utimes(join(folder, name), hourAgo, hourAgo);
    const abandoned = await abandonedPartials(folder);
    expect(new Set(abandoned)).toEqual(
      new Set([
        { file: 'images', path: join(folder, released), bytes: 3 },
        { file: 'labels', path: join(folder, dead), bytes: 3 },
        { file: 'images', path: join(folder, longElsewhere), bytes: 3 },
        { file: 'labels', path: join(folder, longMine), bytes: 3 },
      ]),
    );
  });
});

describe('PartialFile', () => {
  test('begins empty, takes what is appended, and gets its name at the end', async () => {
    const folder = await temporaryFolder();
    const partial = await PartialFile.claim(folder, 'images');
    expect(partial.bytes).toBe(0);
    await partial.append(Buffer.from('abc'));
    await partial.append(Buffer.from('def'));
    expect(partial.bytes).toBe(6);
    await partial.publish(join(folder, 'images.gz'));
    expect(await filesBelow(folder)).toEqual(['images.gz']);
    expect(await readFile(join(folder, 'images.gz'), 'utf8')).toBe('abcdef');
  });

  test('goes on after the longest part that was left, and removes the others', async () => {
    const folder = await temporaryFolder();
    for (const left of ['ab', 'a', 'abc', 'abcd', 'abc', 'a', 'ab', '']) {
      await writeFile(join(folder, partialName('images', 0)), left);
    }
    const others = partialName('labels', 0);
    await writeFile(join(folder, others), 'longer than any');
    const partial = await PartialFile.claim(folder, 'images');
    expect(partial.bytes).toBe(4);
    await partial.append(Buffer.from('ef'));
    await partial.publish(join(folder, 'images.gz'));
    expect(await filesBelow(folder)).toEqual(['images.gz', others]);
    expect(await readFile(join(folder, 'images.gz'), 'utf8')).toBe('abcdef');
  });

  test('claimed by many at once, a part goes to one of them', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, partialName('images', 0)), 'abcd');
    const partials = await Promise.all([1, 2, 3, 4].map(() => PartialFile.claim(folder, 'images')));
    expect(partials.filter(({ bytes }) => bytes === 4)).toHaveLength(1);
    expect(partials.filter(({ bytes }) => bytes === 0)).toHaveLength(3);
    for (const partial of partials) await partial.release('images');
    expect((await filesBelow(folder)).length).toBe(1);
  });

  test('released, it is left for the next; released empty, it is gone', async () => {
    const folder = await temporaryFolder();
    const partial = await PartialFile.claim(folder, 'images');
    await partial.append(Buffer.from('abc'));
    await partial.release('images');
    expect(await abandonedPartials(folder)).toEqual([{ file: 'images', path: expect.any(String), bytes: 3 }]);
    const next = await PartialFile.claim(folder, 'images');
    expect(next.bytes).toBe(3);
    await next.clear();
    await next.release('images');
    expect(await filesBelow(folder)).toEqual([]);
  });

  test('that was left an hour ago looks alive as soon as it is claimed', async () => {
    const folder = await temporaryFolder();
    const left = join(folder, partialName('images', 0));
    await writeFile(left, 'abc');
    await utimes(left, hourAgo, hourAgo);
    const partial = await PartialFile.claim(folder, 'images');
    expect(await abandonedPartials(folder)).toEqual([]);
    await partial.release('images');
  });
});
