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
  await chromium.open(`${server.url}?preset=softmax&epochs=500&images=20000`);
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
  await page.waitForTimeout(300);
  const { accuracies, templates } = await page.evaluate(() => window.atelierSeen);
  expect(templates).toBe(false);
  const own = (await chromium.reports('evaluation'))
    .filter(({ run }) => run === 2)
    .map(({ accuracy }) => `${(accuracy * 100).toFixed(1)}% of all`);
  expect(accuracies.length).toBeGreaterThan(0);
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
  await page.getByRole('button', { name: 'Take a test picture' }).click();
  await page.locator('.answer-line').getByText('%').waitFor();
  const shown = page.locator('.runs [aria-current]');
  await shown.getByRole('button', { name: /^Remove/ }).click();
  await page.getByText('Train a network, and its weights show up here').waitFor();
  await page.getByText('Predictions show up here').waitFor();
  await page.getByText('Train a network first').waitFor();
  expect(await shown.count()).toBe(0);
  expect(await page.locator('.templates, .confusion, .predictions, .mistakes').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Download the model' }).isDisabled()).toBe(true);
  await page.reload();
  await chromium.waitForReports('classes');
  await page.waitForTimeout(300);
  expect(await chromium.reports('evaluation')).toEqual([]);
});
