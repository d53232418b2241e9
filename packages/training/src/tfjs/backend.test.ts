import { getBackend } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
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

describe('a start of the backend', () => {
  const setBackend = vi.fn<(name: string) => Promise<boolean>>();
  const setFlag = vi.fn<(name: string, value: boolean) => void>();
  const setWasmPaths = vi.fn<(paths: unknown) => void>();
  let start: typeof useWasmBackend;

  beforeEach(async () => {
    vi.resetModules();
    vi.resetAllMocks();
    vi.doMock('@tensorflow/tfjs-core', () => ({
      env: () => ({ set: setFlag }),
      getBackend: () => 'wasm',
      setBackend,
    }));
    vi.doMock('@tensorflow/tfjs-backend-wasm', () => ({ setWasmPaths }));
    start = (await import('./backend.ts')).useWasmBackend;
  });
  afterEach(() => {
    vi.doUnmock('@tensorflow/tfjs-core');
    vi.doUnmock('@tensorflow/tfjs-backend-wasm');
  });

  test('has no threads of TensorFlow.js', async () => {
    setBackend.mockImplementation(async () => {
      expect(setFlag).toHaveBeenCalledWith('WASM_HAS_MULTITHREAD_SUPPORT', false);
      return true;
    });
    await start();
    expect(setBackend).toHaveBeenCalledOnce();
  });

  test('is one for callers at the same time, who all wait for it', async () => {
    let finish = (): void => {};
    setBackend.mockReturnValue(new Promise<boolean>((resolve) => (finish = () => resolve(true))));
    let ready = 0;
    const calls = [start(), start()].map((call) => call.then(() => ready++));
    await new Promise((resolve) => setImmediate(resolve));
    expect(ready).toBe(0);
    finish();
    await Promise.all(calls);
    expect(setBackend).toHaveBeenCalledOnce();
  });

  test('that never answers is an error that names the remedy', async () => {
    setBackend.mockReturnValue(new Promise<boolean>(() => {}));
    await expect(start({ timeoutMs: 10 })).rejects.toThrow(
      'did not start: no answer within 0.01 s. Pass useWasmBackend({ wasmPaths }) the place of tfjs-backend-wasm-simd.wasm, and start again',
    );
  });

  test('that failed stays failed for later callers', async () => {
    setBackend.mockResolvedValue(false);
    const failure = 'did not start: its .wasm file could not be loaded. Pass useWasmBackend({ wasmPaths })';
    await expect(start()).rejects.toThrow(failure);
    await expect(start()).rejects.toThrow(failure);
    expect(setBackend).toHaveBeenCalledOnce();
  });

  test('takes the files from a folder, or each by its address', async () => {
    setBackend.mockResolvedValue(true);
    await start({ wasmPaths: '/wasm' });
    expect(setWasmPaths).toHaveBeenCalledWith('/wasm/');
  });

  test('gives the one file that browsers load in the place of those that are not named', async () => {
    setBackend.mockResolvedValue(true);
    await start({
      wasmPaths: { 'tfjs-backend-wasm-simd.wasm': '/simd.wasm', 'tfjs-backend-wasm.wasm': '/plain.wasm' },
    });
    expect(setWasmPaths).toHaveBeenCalledWith({
      'tfjs-backend-wasm.wasm': '/plain.wasm',
      'tfjs-backend-wasm-simd.wasm': '/simd.wasm',
      'tfjs-backend-wasm-threaded-simd.wasm': '/simd.wasm',
    });
  });

  test('is refused without the address of the file that browsers load, and can be repeated with it', async () => {
    setBackend.mockResolvedValue(true);
    await expect(start({ wasmPaths: { 'tfjs-backend-wasm.wasm': '/plain.wasm' } })).rejects.toThrow(
      new RangeError(
        'wasmPaths needs the address of tfjs-backend-wasm-simd.wasm; found tfjs-backend-wasm.wasm',
      ),
    );
    await start({ wasmPaths: { 'tfjs-backend-wasm-simd.wasm': '/simd.wasm' } });
  });
});
