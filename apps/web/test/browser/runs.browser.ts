import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { chromium, server } from './served-page.ts';

/** The panels' text while the second run was shown. */
declare global {
  interface Window {
    atelierSeen: { readonly accuracies: string[]; templates: boolean };
  }
}

test('nothing of the former model is seen under a run that begins within a moment of a reset', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=softmax&epochs=500`);
  await chromium.train();
  await chromium.waitForReports('evaluation', 2);
  await page.waitForSelector('.templates');
  await page.evaluate(() => {
    const button = (name: string): HTMLButtonElement | undefined =>
      [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name);
    const seen: Window['atelierSeen'] = { accuracies: [], templates: false };
    window.atelierSeen = seen;
    const look = (): void => {
      if (!document.querySelector('.runs [aria-current]')?.textContent.includes('2 mlp-32')) return;
      if (document.querySelector('.templates')) seen.templates = true;
      const [said] = /[\d.]+% of all/.exec(document.body.textContent) ?? [];
      if (said !== undefined && !seen.accuracies.includes(said)) seen.accuracies.push(said);
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    button('Reset')?.click();
    return new Promise<void>((resolve) => {
      setTimeout(() => {
        document.querySelector<HTMLInputElement>('input[value="mlp-32"]')?.click();
        button('Train')?.click();
        resolve();
      }, 50);
    });
  });
  await chromium.waitForReports('run-started', 2);
  await page.waitForFunction(() =>
    window.atelierReports.some((report) => report.type === 'evaluation' && report.run === 2),
  );
  await page.waitForSelector('.units');
  await page.waitForFunction(() => window.atelierSeen.accuracies.length > 0);
  const { accuracies, templates } = await page.evaluate(() => window.atelierSeen);
  expect(templates).toBe(false);
  const own = (await chromium.reports('evaluation'))
    .filter(({ run }) => run === 2)
    .map(({ accuracy }) => `${(accuracy * 100).toFixed(1)}% of all`);
  expect(own).toEqual(expect.arrayContaining(accuracies));
  await page.getByRole('button', { name: 'Reset' }).click();
  await chromium.waitForReports('run-ended', 2);
});

test('a run that is removed while it is shown takes its pictures along', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=softmax&epochs=1&images=1000`);
  await chromium.trainToEnd();
  await page.waitForSelector('.confusion td.right');
  await page.waitForSelector('.predictions canvas');
  await page.getByRole('button', { name: 'Test picture' }).click();
  await page.locator('.answer-line').getByText('%').waitFor();
  const shown = page.locator('.runs [aria-current]');
  await shown.getByRole('button', { name: /^Remove/ }).click();
  await page.getByText('Results show up here').waitFor();
  await page.getByText('Not trained yet').waitFor();
  expect(await shown.count()).toBe(0);
  expect(await page.locator('.confusion, .predictions, .mistakes').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Download the model' }).isDisabled()).toBe(true);
  await page.reload();
  await chromium.waitForReports('weights');
  // A network that is not trained: none was opened.
  expect((await chromium.reports('weights')).map(({ run }) => run)).toEqual([0]);
  expect(await chromium.reports('evaluation')).toEqual([]);
});

/** The row of a run. */
const row = (name: string): Locator => chromium.page.locator('.runs tbody tr').filter({ hasText: name });

/** The first template, as it is drawn. */
const template = (): Promise<string> =>
  chromium.page
    .locator('.first-layer canvas')
    .first()
    .evaluate((canvas) => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : ''));

test('each run keeps its model: it is shown again by its name, also after a reload', async () => {
  const { page } = chromium;
  await chromium.open(`${server.url}?preset=softmax&epochs=1&images=2000&seed=71`);
  await chromium.trainToEnd();
  await page.locator('.first-layer canvas').first().waitFor();
  await chromium.waitForRest();
  const first = await template();
  const accuracy = await page.textContent('.stats .strong dd');
  await page.getByLabel('Seed', { exact: true }).fill('72');
  await page.keyboard.press('Enter');
  await chromium.trainToEnd();
  await chromium.waitForRest();
  expect(await template()).not.toBe(first);
  const shown = async (): Promise<void> => {
    const evaluations = (await chromium.reports('evaluation')).length;
    await row('seed=71').getByRole('button').first().click();
    await chromium.waitForReports('evaluation', evaluations + 1);
    await chromium.waitForRest();
    expect(await template()).toBe(first);
    expect(await page.textContent('.stats .strong dd')).toBe(accuracy);
    expect(page.url()).toContain('seed=71');
  };
  await shown();
  await chromium.waitForStored();
  await page.reload();
  await page.locator('.confusion td.right').first().waitFor();
  await chromium.waitForRest();
  expect(await template()).toBe(first);
  expect(await row('seed=72').count()).toBe(1);
});

test('a run that was stopped continues, after a reload too, to the numbers of one that never stopped', async () => {
  const { page } = chromium;
  const query = 'preset=softmax&epochs=3&images=2000&seed=73';
  const numbers = async (): Promise<unknown[]> =>
    (await chromium.reports('epoch')).map(({ record: { seconds: _, ...rest } }) => rest);
  await chromium.open(`${server.url}?${query}`);
  await chromium.trainToEnd();
  const straight = await numbers();
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('button', { name: 'One epoch' }).click();
  await chromium.waitForReports('paused');
  const before = (await numbers()).slice(straight.length);
  await page.getByRole('button', { name: 'Reset' }).click();
  await chromium.waitForReports('run-ended', 2);
  await chromium.waitForStored();
  await page.reload();
  await row('seed=73')
    .last()
    .getByRole('button', { name: /^Continue/ })
    .click();
  await chromium.waitForReports('run-ended');
  expect([...before, ...(await numbers())]).toEqual(straight);
});

test('two tabs keep their runs beside each other, and a run that trains in one is not in the other', async () => {
  const { page, context } = chromium;
  await chromium.open(`${server.url}?preset=mlp-128&epochs=500&images=20000&seed=74`);
  await chromium.train();
  await chromium.waitForReports('saved-model');
  const other = await context.newPage();
  await other.goto(`${server.url}?preset=softmax&epochs=1&images=2000&seed=75`);
  await other.locator('button.primary:enabled').click();
  await other.waitForFunction(() => window.atelierReports.some(({ type }) => type === 'run-ended'));
  expect(await other.locator('.runs').getByText('seed=74').count()).toBe(0);
  await chromium.waitForStored(other);
  await other.close();
  await page.getByRole('button', { name: 'Reset' }).click();
  await chromium.waitForReports('run-ended');
  await chromium.waitForStored();
  await page.reload();
  await row('seed=74').waitFor();
  await row('seed=75').waitFor();
});
