/**
 * Has the browser keep the page, so that it works without a network from now on. Development servers have no such file; without
 * a secure context, and where it is forbidden, nothing is kept.
 */
export async function keepPage(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('./service-worker.js').catch(() => undefined);
}
