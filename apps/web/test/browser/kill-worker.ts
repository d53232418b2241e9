import type { Page } from 'playwright-core';

/** Ends the training worker as a browser does that needs its memory. */
export async function killWorker(page: Page): Promise<void> {
  // One that ended before may still be listed, and would never answer.
  const worker = page.workers().findLast((each) => each.url().includes('main-'));
  if (!worker) throw new Error('The page has no training worker');
  // After its answer, for which the test waits.
  await worker.evaluate(() => void setTimeout(() => self.close()));
  await page.getByRole('alert').getByText('The training worker has stopped').waitFor();
}
