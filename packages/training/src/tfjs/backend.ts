import { checkObject, checkOptions, found } from '@atelier/checks';

/** Options of `useWasmBackend`. */
export interface WasmBackendOptions {
  /**
   * Where the backend's `.wasm` files are, which lie in `@tensorflow/tfjs-backend-wasm/dist`: a folder that holds them, or
   * a place by file name, of which only `tfjs-backend-wasm-simd.wasm` is needed. Addresses in a browser, which by default
   * looks beside the page's script. Paths in Node, which by default finds them in the package; a bundled program doesn't.
   */
  readonly wasmPaths?: string | Readonly<Record<string, string>>;
  /** Time limit of the start, including loading the file, in milliseconds, above 0 to 2^31 - 1; default 20,000. */
  readonly timeoutMs?: number;
}

const simdFile = 'tfjs-backend-wasm-simd.wasm';

/** The longest time that a timer takes. */
const mostMs = 2 ** 31 - 1;

let starting: Promise<void> | undefined;

/**
 * Makes WASM the backend of TensorFlow.js. Models need a backend for their weights, whichever engine trains them.
 * It runs on one thread in browsers too, as it always does in Node: its own threads don't survive a bundler's minifier.
 *
 * Calling it again does nothing. A failed start stays failed until the page or the program is restarted:
 * TensorFlow.js does not retry.
 *
 * @throws TypeError for an unknown option, or `wasmPaths` that are neither text nor an object
 * @throws RangeError when `wasmPaths` lacks the needed file, or for a time limit out of range
 * @throws Error with a remedy when the backend does not start, or not in time
 */
export async function useWasmBackend(options: WasmBackendOptions = {}): Promise<void> {
  checkOptions('useWasmBackend', options, { wasmPaths: true, timeoutMs: true });
  const { timeoutMs = 20_000 } = options;
  if (!(typeof timeoutMs === 'number' && timeoutMs > 0 && timeoutMs <= mostMs)) {
    throw new RangeError(
      `timeoutMs is a number of milliseconds above 0, at most ${mostMs}; found ${found(timeoutMs)}`,
    );
  }
  const paths = fullPaths(options.wasmPaths);
  starting ??= start(paths, timeoutMs);
  await starting;
  const { getBackend, setBackend } = await import('@tensorflow/tfjs-core');
  if (getBackend() !== 'wasm') await setBackend('wasm');
}

async function start(paths: string | Record<string, string> | undefined, timeoutMs: number): Promise<void> {
  const [{ setWasmPaths }, { env, setBackend }] = await Promise.all([
    import('@tensorflow/tfjs-backend-wasm'),
    import('@tensorflow/tfjs-core'),
  ]);
  // A minified page breaks the worker that TensorFlow.js makes from its own source text, and the start never ends.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (paths !== undefined) setWasmPaths(paths);
  const restoreListeners = rememberProcessListeners();
  try {
    const started = await within(timeoutMs, setBackend('wasm'));
    if (!started)
      throw new Error(canHaveMemory() ? startFailure('its .wasm file could not be loaded') : noMemory);
  } finally {
    restoreListeners();
  }
}

/** TensorFlow.js asks for a path to each of its three files, and loads one. */
function fullPaths(paths: WasmBackendOptions['wasmPaths']): string | Record<string, string> | undefined {
  if (paths === undefined) return undefined;
  if (typeof paths === 'string') return paths.endsWith('/') ? paths : `${paths}/`;
  checkObject('wasmPaths', paths, `the address of ${simdFile}`);
  const simd = paths[simdFile];
  if (simd === undefined) {
    const names = Object.keys(paths).join(', ') || 'none';
    throw new RangeError(`wasmPaths needs the address of ${simdFile}; found ${names}`);
  }
  return { 'tfjs-backend-wasm.wasm': simd, 'tfjs-backend-wasm-threaded-simd.wasm': simd, ...paths };
}

async function within(milliseconds: number, work: Promise<boolean>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = startFailure(`no answer within ${milliseconds / 1000} s`);
    timer = setTimeout(() => reject(new Error(message)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const noMemory =
  'The WASM backend of TensorFlow.js did not start: there is not enough memory. A WebAssembly memory takes about 10 GB of addresses, which a limit such as ulimit -v may forbid';

/** TensorFlow.js does not say why it failed. */
function canHaveMemory(): boolean {
  try {
    return new WebAssembly.Memory({ initial: 256 }).buffer.byteLength > 0;
  } catch {
    return false;
  }
}

function startFailure(reason: string): string {
  return `The WASM backend of TensorFlow.js did not start: ${reason}. Pass useWasmBackend({ wasmPaths }) the place of ${simdFile}, and start again`;
}

/**
 * The backend's Emscripten glue installs process-wide `uncaughtException` and `unhandledRejection` handlers that
 * rethrow: an application's own clean errors would become stack traces. The newly added handlers are removed.
 */
function rememberProcessListeners(): () => void {
  if (typeof process === 'undefined' || typeof process.listeners !== 'function') return () => {};
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = new Map(events.map((event) => [event, new Set<unknown>(process.rawListeners(event))]));
  return () => {
    for (const event of events) {
      for (const listener of process.rawListeners(event)) {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node types raw listeners as Function
        if (!before.get(event)?.has(listener)) process.off(event, listener as (...values: unknown[]) => void);
      }
    }
  };
}
