import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium, server } from './served-page.ts';

/** What the element that has the keyboard's focus says. */
const focused = (): Promise<string> =>
  chromium.page.evaluate(() => document.activeElement?.textContent ?? '');

/** The lowest edge of what a selector finds first, in pixels of the page. */
const bottomOf = (selector: string): Promise<number> =>
  chromium.page
    .locator(selector)
    .first()
    .evaluate((element) => element.getBoundingClientRect().bottom + scrollY);

describe('the first screen', () => {
  beforeAll(async () => {
    await chromium.page.setViewportSize({ width: 1440, height: 900 });
    await chromium.open(`${server.url}?preset=softmax&epochs=2&images=2000`);
    await chromium.trainToEnd();
    await chromium.page.locator('.layer-column canvas').first().waitFor({ state: 'attached' });
  });

  afterAll(async () => {
    await chromium.page.setViewportSize({ width: 1280, height: 900 });
  });

  test.each([
    [1440, 900, ['button.primary', '.drawing', '.network', '.first-layer', '.chart', '.answer-card']],
    [1280, 720, ['button.primary', '.drawing', '.network', '.first-layer', '.chart', '.answer-card']],
    [380, 800, ['button.primary', '.drawing', '.chart', '.answer-card', '.panel-links']],
  ] as const)('of %i x %i has all that lives while it trains', async (width, height, parts) => {
    const { page } = chromium;
    await page.setViewportSize({ width, height });
    await chromium.waitForRest();
    for (const part of parts) expect(await bottomOf(part)).toBeLessThanOrEqual(height);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await chromium.screenshot(`stage-${width}`, false);
  });

  test.each([
    [380, 800],
    [820, 1180],
    [1280, 720],
  ] as const)('of %i x %i has the slider of epochs along the axis above it', async (width, height) => {
    const { page } = chromium;
    await page.setViewportSize({ width, height });
    await chromium.waitForRest();
    const [axis, track] = await Promise.all(
      ['.curve-card .chart-grid', '.epoch-slider input'].map((selector) =>
        page.locator(selector).first().boundingBox(),
      ),
    );
    // Half a thumb beyond the axis at both ends.
    expect(Math.abs(track!.x + 8 - axis!.x)).toBeLessThan(1.5);
    expect(Math.abs(track!.x + track!.width - 8 - axis!.x - axis!.width)).toBeLessThan(1.5);
    // Below its numbers.
    const numbers = await page.locator('.curve-card .chart-text').last().boundingBox();
    expect(track!.y).toBeGreaterThanOrEqual(numbers!.y + numbers!.height - 4);
  });

  test('of a phone shows one part of the rest, and the links choose which', async () => {
    const { page } = chromium;
    await page.setViewportSize({ width: 380, height: 800 });
    await chromium.waitForRest();
    expect(await page.locator('.network').isVisible()).toBe(true);
    expect(await page.locator('.confusion').isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Results' }).click();
    await page.locator('.confusion').waitFor();
    expect(await page.locator('.network').isVisible()).toBe(false);
  });
});

test('layers are edited where they are drawn, and stand in the link; a wrong word is named', async () => {
  const { page } = chromium;
  await page.getByRole('button', { name: 'Reset' }).click();
  const layers = page.locator('.layer-column strong');
  await layers.getByText('template × picture').waitFor();
  await page.getByRole('button', { name: 'Add a layer' }).click();
  await layers.getByText('dense').waitFor();
  const first = page.getByLabel('Layer 1');
  await first.fill('conv 4 3x3');
  await page.keyboard.press('Enter');
  await layers.getByText('conv 3×3').waitFor();
  await page.getByText('26×26×4').waitFor();
  await page.waitForURL((url) => decodeURIComponent(url.search).includes('layers=conv+4+3x3,+output'));
  await page.locator('.first-layer canvas').nth(3).waitFor();
  expect(await page.locator('.first-layer canvas').count()).toBe(4);
  await first.fill('cnov 4 3x3');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('cnov').waitFor();
  // It stays, to be mended, until it is given up.
  expect(await first.inputValue()).toBe('cnov 4 3x3');
  await page.keyboard.press('Escape');
  expect(await first.inputValue()).toBe('conv 4 3x3');
  await first.fill('conv 4 40x40');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('40').waitFor();
  await page.getByRole('button', { name: 'Remove conv 4 40x40' }).click();
  await layers.getByText('template × picture').waitFor();
  // Its button went: the keyboard is where layers are added.
  expect(await focused()).toBe('Add a layer');
});

test('a convolution shows its filters, and what each layer makes of the picture, before and after training', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?layers=conv+8+3x3,+pool+2,+dense+16&epochs=1&images=1000`);
  const titles = page.locator('.layer-column strong');
  await titles.nth(2).waitFor();
  expect(await titles.allTextContents()).toEqual(['conv 3×3', 'pool 2×2', 'dense']);
  await page.getByText('Not trained yet').waitFor();
  const maps = (): Promise<string> => page.locator('.layer-column canvas').first().evaluate(toUrl);
  const before = await maps();
  await chromium.trainToEnd();
  await page.waitForFunction(
    ([selector, old]) => document.querySelector<HTMLCanvasElement>(selector)?.toDataURL() !== old,
    ['.layer-column canvas', before] as const,
  );
  expect(await page.getByRole('heading', { name: 'Filters' }).isVisible()).toBe(true);
  expect(await page.locator('.first-layer canvas').count()).toBe(8);
  // Pointing at a unit shows the pictures that excite it most.
  await page.locator('.layer-column canvas').nth(2).focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('.strongest').getByText('nit 2').waitFor();
  const strongest = (await chromium.reports('strongest')).at(-1)?.found?.pictures ?? [];
  expect(await page.locator('.strongest canvas').count()).toBe(strongest.length);
  expect(new Set(strongest.map(({ index }) => index)).size).toBe(strongest.length);
  await chromium.screenshot('desktop-light-convolution', false);
  await chromium.expectAccessible();
});

test('the slider goes back to the weights of each epoch, and forward again', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=softmax&epochs=4&images=3000`);
  await chromium.trainToEnd();
  const slider = page.getByLabel('Go back to an earlier epoch');
  expect((await chromium.reports('epochs-kept')).at(-1)?.epochs).toEqual([0, 1, 2, 3, 4]);
  const latest = (await chromium.reports('evaluation')).at(-1)?.accuracy;
  const accuracyAt = async (press: string): Promise<number | undefined> => {
    const before = (await chromium.reports('evaluation')).length;
    await slider.press(press);
    await chromium.waitForReports('evaluation', before + 1);
    return (await chromium.reports('evaluation')).at(-1)?.accuracy;
  };
  const records = (await chromium.reports('epoch')).map(({ record }) => record.valAccuracy);
  // Before training it knows nothing.
  expect(await accuracyAt('Home')).toBeLessThan(0.3);
  await page.getByRole('button', { name: 'Epoch 0 → latest' }).waitFor();
  await chromium.screenshot('desktop-light-epoch-0', false);
  expect(await accuracyAt('ArrowRight')).toBeCloseTo(records[0]!, 12);
  expect(await accuracyAt('ArrowRight')).toBeCloseTo(records[1]!, 12);
  expect(await accuracyAt('End')).toBe(latest);
  // Also while the curves leave this run out, and their axis is shorter than it.
  const drawn = page.locator('.runs tbody').getByRole('checkbox');
  for (const box of await drawn.all()) await box.uncheck();
  expect(await slider.getAttribute('max')).toBe('4');
  await accuracyAt('Home');
  expect(await accuracyAt('End')).toBe(latest);
});

test('a cell of the matrix shows its pictures, and a picture goes to the pad', async () => {
  const { page } = chromium;
  await page.getByRole('button', { name: /pictures of Coat are taken for Pullover/ }).click();
  await page.getByRole('heading', { name: 'Coat, taken for Pullover' }).waitFor();
  const pictures = page.locator('.cell-pictures button');
  await pictures.first().waitFor();
  await chromium.expectAccessible();
  await pictures.first().click();
  await page.getByText('A test picture: Coat.').waitFor();
  await page.locator('.answer-line').getByText('Pullover').waitFor();
  await page.locator('.mistakes button').first().click();
  expect(await pictures.count()).toBeGreaterThan(1);
  const named = await page.locator('.mistakes canvas').first().getAttribute('aria-label');
  const said = / taken for (.*) at /.exec(named ?? '')?.[1] ?? '?';
  await page.locator('.answer-line').getByText(said).waitFor();
});

/** How much longer what a selector finds is than the place it has, in pixels: to the side and down. */
const hiddenOf = (selector: string): Promise<readonly number[]> =>
  chromium.page
    .locator(selector)
    .evaluate((element) => [
      element.scrollWidth - element.clientWidth,
      element.scrollHeight - element.clientHeight,
    ]);

test('the usual layer is whole on 1280 x 720, and the table of runs on a tablet', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=mlp-32&epochs=1&images=2000&seed=12345`);
  await chromium.trainToEnd();
  await page.setViewportSize({ width: 1280, height: 720 });
  await chromium.waitForRest();
  expect(await hiddenOf('.first-layer .units')).toEqual([0, 0]);
  await page.setViewportSize({ width: 820, height: 1180 });
  await chromium.waitForRest();
  expect(await hiddenOf('.panel-runs .scroll')).toEqual([0, 0]);
  await page.setViewportSize({ width: 1280, height: 900 });
});

function toUrl(element: Element): string {
  if (!(element instanceof HTMLCanvasElement)) throw new Error('no canvas');
  return element.toDataURL();
}
