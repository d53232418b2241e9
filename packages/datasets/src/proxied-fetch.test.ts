import { createServer } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { startMirror } from '../test/mirror.ts';
import { proxiedFetch } from './proxied-fetch.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A proxy that notes the hosts it was asked for, as a tunnel, and connects each with the server at `port`. */
async function startProxy(port: number): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const there = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      there.pipe(socket).pipe(there);
    });
    for (const end of [socket, there]) end.on('error', () => there.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port');
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

test('a proxy of the environment is asked, except for hosts in NO_PROXY', async () => {
  const mirror = await startMirror();
  const proxy = await startProxy(Number(new URL(mirror.url).port));
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'https_proxy', 'no_proxy']) vi.stubEnv(name, undefined);
  vi.stubEnv('http_proxy', proxy.url);
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  const file = 'train-labels-idx1-ubyte.gz';
  const bytes = async (host: string): Promise<number> => {
    const response = await proxiedFetch(`${host}${file}`, {});
    expect(response.status).toBe(200);
    const reader = response.body?.getReader();
    let length = 0;
    for (let piece = await reader?.read(); piece?.value; piece = await reader?.read())
      length += piece.value.length;
    return length;
  };
  const direct = await bytes(mirror.url);
  expect(proxy.asked).toEqual([]);
  // A name that no resolver knows: only the proxy can reach it.
  expect(await bytes('http://data.invalid/')).toBe(direct);
  expect(proxy.asked).toEqual(['data.invalid:80']);
});
