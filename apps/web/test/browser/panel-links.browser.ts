import { expect, test } from 'vitest';
import { chromium, server } from './served-page.ts';

const parts = ['settings', 'results', 'runs', 'data', 'classes', 'keep'] as const;

interface Edges {
  readonly top: number;
  readonly bottom: number;
}

/** What a selector finds, in pixels of the window. */
async function edgesOf(selector: string): Promise<Edges> {
  const box = await chromium.page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} has no place`);
  return { top: box.y, bottom: box.y + box.height };
}

/** Whether one of two is just below the other: 8 pixels, and what rounding to whole ones makes of it. */
const isJustBelow = (upper: Edges, lower: Edges): boolean => Math.abs(lower.top - upper.bottom - 8) <= 1;

async function openIn(language: string, width: number, height: number): Promise<void> {
  await chromium.page.setViewportSize({ width, height });
  await chromium.open(`${server.url}?preset=softmax`);
  await chromium.page.locator(`.top-tools [lang=${language}]`).click();
  await chromium.page.waitForSelector(`html[lang=${language}]`);
}

async function follow(part: string): Promise<void> {
  await chromium.page.evaluate(() => scrollTo(0, 0));
  await chromium.page.locator(`.panel-links a[href="#${part}"]`).click();
  await chromium.waitForRest();
}

test.each(['zh-Hans', 'en'])(
  'on a phone, in %s, each part begins below the links to all parts, and those are in sight below the controls',
  async (language) => {
    await openIn(language, 380, 800);
    for (const part of ['network', ...parts]) {
      await follow(part);
      const controls = await edgesOf('.controls');
      const links = await edgesOf('.panel-links');
      const shown = await edgesOf(`section[aria-labelledby=${part}]`);
      expect([part, isJustBelow(controls, links), isJustBelow(links, shown)]).toEqual([part, true, true]);
    }
  },
);

test.each([
  [820, 1180],
  [1280, 720],
] as const)('on %i x %i each part begins below the controls, or the page ends', async (width, height) => {
  await chromium.page.setViewportSize({ width, height });
  await chromium.open(`${server.url}?preset=softmax`);
  // A part that is loaded now is as long as it will be.
  await chromium.page.getByRole('button', { name: 'Make classes' }).click();
  await chromium.page.getByRole('button', { name: 'Add a class' }).waitFor();
  for (const part of parts) {
    await follow(part);
    const controls = await edgesOf('.controls');
    const shown = await edgesOf(`section[aria-labelledby=${part}]`);
    const ends = await chromium.page.evaluate(
      () => document.documentElement.scrollHeight - innerHeight - scrollY < 1,
    );
    expect([part, shown.top > controls.bottom]).toEqual([part, true]);
    expect([part, ends || isJustBelow(controls, shown)]).toEqual([part, true]);
  }
});
