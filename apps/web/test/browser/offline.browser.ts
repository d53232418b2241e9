import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Chromium } from './browser.ts';
import { serve, type Server } from './serve.ts';

let server: Server;
let chromium: Chromium;

beforeEach(async () => {
  chromium = await Chromium.start();
});

afterEach(async () => {
  await chromium.close();
});

/** Opens the page, waits until everything is loaded, and stops the server. */
async function openThenLoseNetwork(isolated: boolean): Promise<void> {
  server = await serve({ isolated });
  await chromium.open(`${server.url}?preset=mlp-32&epochs=2&images=5000`);
  await chromium.waitForReports('started');
  await chromium.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await chromium.page.waitForLoadState('networkidle');
  await server.close();
}

describe.each([
  ['with threads', true],
  ['with one thread', false],
])('a page that has lost its network, %s', (_, isolated) => {
  test('trains, draws, measures and predicts, and does it again', async () => {
    const { page } = chromium;
    await openThenLoseNetwork(isolated);
    for (const preset of ['mlp-32', 'mlp-128']) {
      await page.getByRole('radio', { name: new RegExp(preset) }).check({ force: true });
      await page.getByLabel('Epochs', { exact: true }).fill('2');
      await chromium.trainToEnd();
      expect((await chromium.reports('run-ended')).at(-1)?.ending).toEqual({ status: 'completed' });
    }
    await page.waitForSelector('.chart path[d^=M]');
    await page.waitForSelector('.confusion td.right');
    await page.getByRole('button', { name: 'Test picture' }).click();
    await page.locator('.answer-line').getByText('%').waitFor();
    await chromium.screenshot('desktop-light-offline');
    chromium.expectNoComplaints();
  });
});

test('after one visit the page opens without a network, with its data, and trains', async () => {
  const { page } = chromium;
  await openThenLoseNetwork(true);
  await chromium.open(page.url());
  await chromium.trainToEnd();
  expect((await chromium.reports('run-ended')).at(-1)?.ending).toEqual({ status: 'completed' });
  chromium.expectNoComplaints();
});

test('a host without headers has threads from the second visit on', async () => {
  const { page } = chromium;
  server = await serve({ isolated: false });
  await chromium.open(`${server.url}?preset=softmax&epochs=1&images=1000`);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await chromium.open(`${server.url}?preset=softmax&epochs=1&images=1000`);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await chromium.trainToEnd();
  expect((await chromium.reports('run-ended'))[0]?.ending.status).toBe('completed');
  await chromium.leave();
  await server.close();
});

test('a worker that died starts again without the network', async () => {
  const { page } = chromium;
  await openThenLoseNetwork(true);
  const worker = page.workers().find((each) => each.url().includes('main-'));
  await worker?.evaluate(() => self.close());
  await page.getByRole('alert').getByText('The training worker has stopped').waitFor();
  const started = (await chromium.reports('started')).length;
  await page.getByRole('button', { name: 'Restart the worker' }).click();
  await chromium.waitForReports('started', started + 1);
  expect(await page.getByRole('alert').count()).toBe(0);
  chromium.expectNoComplaints();
});

test('a worker that cannot be loaded is said, with what to do', async () => {
  const { page } = chromium;
  await openThenLoseNetwork(true);
  await chromium.forgetKept();
  const worker = page.workers().find((each) => each.url().includes('main-'));
  await worker?.evaluate(() => self.close());
  await page.getByRole('alert').getByText('The training worker has stopped').waitFor();
  await page.getByRole('button', { name: 'Restart the worker' }).click();
  const said = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
  await said.waitFor();
  expect(await said.textContent()).toContain('Check the network');
  await chromium.screenshot('desktop-light-worker-unreachable', false);
  chromium.expectNoComplaints(/ERR_CONNECTION_REFUSED|ERR_FAILED|Failed to fetch/);
});
