import type { Dispatcher } from 'undici';
import type { FetchedResponse, FetchInit } from './environment.ts';

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
