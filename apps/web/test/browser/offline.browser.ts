import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Chromium } from './browser.ts';
import { serve } from './serve.ts';

let chromium: Chromium;

beforeAll(async () => {
  chromium = await Chromium.start();
});

afterAll(async () => {
  await chromium.close();
});

/** Opens the page at an address of its own, waits until everything is loaded, and stops the server. */
async function openThenLoseNetwork(isolated: boolean): Promise<void> {
  const server = await serve({ isolated });
  await chromium.open(`${server.url}?preset=mlp-32&epochs=2&images=5000`);
  await (isolated ? chromium.waitForThreads() : chromium.waitForReports('started'));
  await chromium.page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await chromium.page.waitForLoadState('networkidle');
  await server.close();
}

/** Trains two networks, and looks at everything that is measured and drawn of them. */
async function expectWhole(): Promise<void> {
  const { page } = chromium;
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
}

/** Ends the worker as a browser does that needs its memory. */
async function killWorker(): Promise<void> {
  const { page } = chromium;
  const worker = page.workers().find((each) => each.url().includes('main-'));
  await worker?.evaluate(() => self.close());
  await page.getByRole('alert').getByText('The training worker has stopped').waitFor();
}

describe('a page that has lost its network', () => {
  test('trains, draws, measures and predicts with one thread, and does it again', async () => {
    await openThenLoseNetwork(false);
    expect(await chromium.page.evaluate(() => crossOriginIsolated)).toBe(false);
    await expectWhole();
    chromium.expectNoComplaints();
  });

  test('does so with threads', async () => {
    await openThenLoseNetwork(true);
    await expectWhole();
    await chromium.screenshot('desktop-light-offline');
    chromium.expectNoComplaints();
  });

  test('opens again, with its data, and trains', async () => {
    await chromium.open(chromium.page.url());
    await chromium.trainToEnd();
    expect((await chromium.reports('run-ended')).at(-1)?.ending).toEqual({ status: 'completed' });
    chromium.expectNoComplaints();
  });

  test('starts a worker that died again', async () => {
    const { page } = chromium;
    await killWorker();
    const started = (await chromium.reports('started')).length;
    await page.getByRole('button', { name: 'Restart the worker' }).click();
    await chromium.waitForReports('started', started + 1);
    expect(await page.getByRole('alert').count()).toBe(0);
    chromium.expectNoComplaints();
  });

  test('says so when its worker cannot be loaded, with what to do', async () => {
    const { page } = chromium;
    await chromium.forgetKept();
    await killWorker();
    await page.getByRole('button', { name: 'Restart the worker' }).click();
    const said = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
    await said.waitFor();
    expect(await said.textContent()).toContain('Check the network');
    await chromium.screenshot('desktop-light-worker-unreachable', false);
    chromium.expectNoComplaints(/ERR_CONNECTION_REFUSED|ERR_FAILED|Failed to fetch/);
  });
});

test('a host without headers has threads from the second visit on', async () => {
  const { page } = chromium;
  const server = await serve({ isolated: false });
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

test('a new version that comes during a run leaves the open page all of its parts, and its run', async () => {
  const { page } = chromium;
  const server = await serve();
  await chromium.open(`${server.url}?preset=mlp-128&epochs=500&images=20000`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await chromium.train();
  await chromium.waitForReports('epoch', 1);
  server.replaced = true;
  await page.evaluate(async () => {
    const changed = new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
    await (await navigator.serviceWorker.ready).update();
    await changed;
  });
  await page.getByRole('button', { name: 'Lessons' }).click();
  await page.locator('.lessons').getByText('2 Overfitting').waitFor();
  const epochs = (await chromium.reports('epoch')).length;
  await chromium.waitForReports('epoch', epochs + 2);
  await page.getByRole('button', { name: 'Reset' }).click();
  await chromium.waitForReports('run-ended');
  expect((await chromium.reports('run-ended')).map(({ ending }) => ending.status)).toEqual(['stopped']);
  chromium.expectNoComplaints();
  await chromium.leave();
  await server.close();
});
