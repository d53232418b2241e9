import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Chromium } from './browser.ts';
import { killWorker } from './kill-worker.ts';
import { type OtherVersion, serve } from './serve.ts';

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
    await killWorker(page);
    const started = (await chromium.reports('started')).length;
    await page.getByRole('button', { name: 'Restart the worker' }).click();
    await chromium.waitForReports('started', started + 1);
    expect(await page.getByRole('alert').count()).toBe(0);
    chromium.expectNoComplaints();
  });

  test('says so when its worker cannot be loaded, with what to do', async () => {
    const { page } = chromium;
    await chromium.forgetKept();
    await killWorker(page);
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

/** Has the browser look for a new version and install it: until it has the page, or its installation has broken off. */
async function update(): Promise<void> {
  await chromium.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const found = new Promise<ServiceWorker | null>((resolve) =>
      registration.addEventListener('updatefound', () => resolve(registration.installing), { once: true }),
    );
    await registration.update().catch(() => undefined);
    const worker = await found;
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!worker || ['activated', 'redundant'].includes(worker.state)) resolve();
      };
      worker?.addEventListener('statechange', look);
      look();
    });
  });
}

const broken: OtherVersion = { version: 'broken', files: ['./', './not-there.js'] };

test.each<[string, readonly (OtherVersion | undefined)[]]>([
  ['after one whose installation broke off', [broken, { version: 'third' }]],
  ['after one that was taken back', [{ version: 'second' }, undefined, { version: 'third' }]],
])('a new version %s leaves the open page all of its parts', async (_, versions) => {
  const { page } = chromium;
  const server = await serve();
  await chromium.open(`${server.url}?preset=softmax`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  for (const version of versions) {
    server.replacedBy = version;
    await update();
  }
  await page.getByRole('button', { name: 'Lessons' }).click();
  await page.locator('.lessons').getByText('2 Overfitting').waitFor();
  // Its own, and the new one's.
  expect(
    await page.evaluate(async () => (await caches.keys()).filter((name) => name.includes('-page-')).length),
  ).toBe(2);
  chromium.expectNoComplaints();
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
  server.replacedBy = { version: 'another' };
  await update();
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
