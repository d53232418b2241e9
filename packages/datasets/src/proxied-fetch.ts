import type { Dispatcher } from 'undici';

/** What is asked for. */
export type FetchInit = Pick<RequestInit, 'signal' | 'redirect'> & {
  readonly headers?: Readonly<Record<string, string>>;
};

/** What is read of a response: every implementation of `fetch` has that. */
export interface FetchedResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: {
    cancel(): Promise<void>;
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
      cancel(): Promise<void>;
    };
  } | null;
}

/** In either case of letters, as other programs read them. */
const names = ['http_proxy', 'https_proxy'];

let agent: Dispatcher | undefined;

/**
 * `fetch` by way of the proxies that the environment variables `HTTP_PROXY` and `HTTPS_PROXY` name, except for hosts in `NO_PROXY`.
 * Node's own heeds them from version 24 on, when told to.
 */
export async function proxiedFetch(url: string, init: FetchInit): Promise<FetchedResponse> {
  const isSet = names.some((name) => process.env[name] || process.env[name.toUpperCase()]);
  if (!isSet) return fetch(url, init);
  const { EnvHttpProxyAgent, fetch: fetchBy } = await import('undici');
  agent ??= new EnvHttpProxyAgent();
  return fetchBy(url, { ...init, dispatcher: agent });
}
