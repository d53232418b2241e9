import { afterEach, expect, test, vi } from 'vitest';
import { livingTabs } from './tabs.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Locks of which one is held; who asks for it is refused with this error when their patience ends. */
function locksWith(held: string, error: DOMException): object {
  return {
    async request(name: string, { signal }: { signal: AbortSignal }, use: () => unknown): Promise<unknown> {
      if (name !== held) return use();
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(error));
      });
    },
  };
}

test.each(['TimeoutError', 'AbortError'])(
  'a tab lives whose lock is not given, also where the browser calls that %s',
  async (name) => {
    vi.stubGlobal('navigator', { locks: locksWith('here', new DOMException('', name)) });
    expect(await livingTabs(['here', 'gone'])).toEqual(new Set(['here']));
  },
);

test('where locks are forbidden, or there are none, no tab is known to live', async () => {
  const forbidden = async (): Promise<never> => Promise.reject(new DOMException('', 'SecurityError'));
  vi.stubGlobal('navigator', { locks: { request: forbidden } });
  expect(await livingTabs(['here'])).toEqual(new Set());
  vi.stubGlobal('navigator', {});
  expect(await livingTabs(['here'])).toEqual(new Set());
});
