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
    await page.waitForSelector('.curves svg');
    await page.waitForSelector('.confusion td.right');
    await page.getByRole('button', { name: 'Take a test picture' }).click();
    await page.locator('.answer-line').getByText('%').waitFor();
    await chromium.screenshot('desktop-light-offline');
    chromium.expectNoComplaints();
  });
});

test('a worker that cannot be loaded without the network is said, with what to do', async () => {
  const { page } = chromium;
  await openThenLoseNetwork(true);
  const worker = page.workers().find((each) => each.url().includes('main-'));
  await worker?.evaluate(() => self.close());
  await page.getByRole('alert').getByText('The training worker has stopped').waitFor();
  await page.getByRole('button', { name: 'Restart the worker' }).click();
  const said = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
  await said.waitFor();
  expect(await said.textContent()).toContain('Check the network');
  await chromium.screenshot('desktop-light-worker-unreachable', false);
  chromium.expectNoComplaints(/ERR_CONNECTION_REFUSED/);
});
