import type { Environment } from './environment.ts';
import type { PartialFile } from './partial.ts';
import type { FetchedResponse } from './proxied-fetch.ts';
import { unlessAborted } from './unless-aborted.ts';

/**
 * Why a mirror did not deliver a file. `unreachable`: no connection at all; `transient`: may work the next time;
 * `final`: will not.
 */
export class MirrorError extends Error {
  override readonly name = 'MirrorError';
  readonly kind: 'unreachable' | 'transient' | 'final';

  constructor(kind: MirrorError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** How long a server is waited for. */
export interface DownloadLimits {
  /**
   * Milliseconds until a server must have begun to answer.
   *
   * @default 8000
   */
  readonly connectMs: number;
  /**
   * Milliseconds in which a server must send at least 16 KiB.
   *
   * @default 20000
   */
  readonly stallMs: number;
  /**
   * The most redirects that are followed.
   *
   * @default 5
   */
  readonly redirects: number;
}

export const defaultLimits: DownloadLimits = { connectMs: 8000, stallMs: 20_000, redirects: 5 };

const leastBytesInTime = 16 * 1024;

interface Download {
  readonly url: string;
  readonly partial: PartialFile;
  /** The most bytes that the whole file can have. */
  readonly maxBytes: number;
  readonly limits: DownloadLimits;
  readonly fetch: Environment['fetch'];
  readonly signal: AbortSignal | undefined;
  readonly onBytes: () => void;
}

/**
 * Requests what `partial` lacks and appends it. If the server sends the file from its beginning instead,
 * the part is started again.
 *
 * @returns whether the partial file now holds bytes from before
 * @throws MirrorError when the file was not complete
 * @throws the file system's error, and the signal's reason
 */
export async function download(job: Download): Promise<{ readonly resumed: boolean }> {
  const { partial, limits, signal } = job;
  const timeout = new AbortController();
  const timer = new Timer(() => timeout.abort());
  const either = signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]);
  try {
    const ask = async (): Promise<FetchedResponse> => {
      timer.start(limits.connectMs);
      return await networked(job, () => unlessAborted(request(job, either), either)).catch(
        (error: unknown) => {
          // A server that doesn't answer at all won't answer the next time either; one that stalls half-way may.
          throw timedOut(timeout, error, 'final', `no answer in ${limits.connectMs / 1000} s`);
        },
      );
    };
    let response = await ask();
    if (partial.bytes > 0 && !continues(response, partial)) {
      // What was fetched before is not the beginning of this server's file: perhaps another mirror's error page.
      await response.body?.cancel();
      await partial.clear();
      response = await ask();
    }
    const resumed = await accept(response, partial);
    timer.start(limits.stallMs);
    let recent = 0;
    const reader = response.body?.getReader();
    if (reader === undefined) throw new MirrorError('final', 'an empty answer');
    try {
      for (;;) {
        const { done, value } = await networked(job, () => unlessAborted(reader.read(), either)).catch(
          (error: unknown) => {
            throw timedOut(timeout, error, 'transient', `stalled for ${limits.stallMs / 1000} s`);
          },
        );
        if (done || value === undefined) break;
        if (partial.bytes + value.length > job.maxBytes) {
          await partial.clear();
          throw new MirrorError('final', `sent more than the ${job.maxBytes} bytes that the file can have`);
        }
        await partial.append(value);
        job.onBytes();
        recent += value.length;
        if (recent >= leastBytesInTime) {
          timer.start(limits.stallMs);
          recent = 0;
        }
      }
    } finally {
      // Closes the connection if this was not the end. Not waited for: it need not settle after an abort.
      void reader.cancel().catch(() => undefined);
    }
    return { resumed };
  } finally {
    timer.stop();
  }
}

/** Follows redirects by hand: `fetch` would follow 20, and from HTTPS to HTTP. */
async function request(job: Download, signal: AbortSignal): Promise<FetchedResponse> {
  let url = job.url;
  for (let redirects = 0; redirects <= job.limits.redirects; redirects++) {
    const response = await job.fetch(url, {
      signal,
      redirect: 'manual',
      headers: {
        // A range of a file that is compressed in transit has no meaning.
        'accept-encoding': 'identity',
        ...(job.partial.bytes > 0 && { range: `bytes=${job.partial.bytes}-` }),
      },
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, url) ? new URL(location, url) : undefined;
    if (next === undefined || (next.protocol !== 'https:' && next.protocol !== new URL(url).protocol)) {
      throw new MirrorError('final', `redirects to ${location.slice(0, 200)}`);
    }
    url = next.href;
  }
  throw new MirrorError('final', `more than ${job.limits.redirects} redirects`);
}

/** Whether a server continues after `partial`; false if it says that it can't. */
function continues(response: FetchedResponse, partial: PartialFile): boolean {
  return response.status === 206 ? rangeStart(response) === partial.bytes : response.status !== 416;
}

function rangeStart(response: FetchedResponse): number | undefined {
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

async function accept(response: FetchedResponse, partial: PartialFile): Promise<boolean> {
  const { status } = response;
  if (status === 206) {
    if (rangeStart(response) === partial.bytes) return partial.bytes > 0;
    await response.body?.cancel();
    throw new MirrorError('transient', 'answered with another range than asked for');
  }
  if (status === 200) {
    if (partial.bytes > 0) await partial.clear();
    return false;
  }
  await response.body?.cancel();
  const again = status === 408 || status === 429 || status >= 500;
  throw new MirrorError(again ? 'transient' : 'final', `answered with HTTP status ${status}`);
}

const unreachable = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Runs a step that uses the network, and turns its failure into a `MirrorError`. */
async function networked<Value>(job: Download, step: () => Promise<Value>): Promise<Value> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof MirrorError) throw error;
    job.signal?.throwIfAborted();
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const message = code === '' ? String(cause) : code;
    if (unreachable.has(code)) throw new MirrorError('unreachable', message, { cause: error });
    const refused = /CERT|SIGNATURE|SELF_SIGNED|ERR_TLS|ERR_INVALID_URL/.test(code);
    throw new MirrorError(refused ? 'final' : 'transient', message, { cause: error });
  }
}

function timedOut(
  timeout: AbortController,
  error: unknown,
  kind: MirrorError['kind'],
  message: string,
): unknown {
  return timeout.signal.aborted && error instanceof MirrorError
    ? new MirrorError(kind, message, { cause: error })
    : error;
}

class Timer {
  readonly #onTimeout: () => void;
  #handle: ReturnType<typeof setTimeout> | undefined;

  constructor(onTimeout: () => void) {
    this.#onTimeout = onTimeout;
  }

  start(ms: number): void {
    clearTimeout(this.#handle);
    this.#handle = setTimeout(this.#onTimeout, ms);
  }

  stop(): void {
    clearTimeout(this.#handle);
  }
}
