import { getBackend } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { useWasmBackend } from '../index.ts';

describe('useWasmBackend', () => {
  test('starts the backend and leaves no process-wide error handlers of its own', async () => {
    const events = ['uncaughtException', 'unhandledRejection'] as const;
    const count = (): number[] => events.map((event) => process.rawListeners(event).length);
    const before = count();
    await useWasmBackend();
    expect(getBackend()).toBe('wasm');
    expect(count()).toEqual(before);
    await useWasmBackend();
    expect(count()).toEqual(before);
  });
});
