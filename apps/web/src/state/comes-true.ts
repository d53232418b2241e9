import type { ReadonlySignal } from '@preact/signals';

/** Resolves when a signal is true. */
export function comesTrue(signal: ReadonlySignal<boolean>): Promise<void> {
  return new Promise((resolve) => {
    const stop = signal.subscribe((value) => {
      if (!value) return;
      // Not within the first call, before which there is nothing to stop.
      queueMicrotask(() => {
        stop();
        resolve();
      });
    });
  });
}
