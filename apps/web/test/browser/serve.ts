import { createReadStream, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fileKeys, fileNames, findDataset, type FoundDataset } from '@atelier/datasets';
import { headers as previewHeaders, isolationHeaders } from '../../server/headers.ts';

/**
 * What the server does with the data files. `held`: it sends the first training images, and the rest when `data` becomes something else;
 * `stalled`: until then it sends nothing. `cut`: it breaks the connection.
 */
export type DataBehaviour = 'whole' | 'missing' | 'garbage' | 'half' | 'encoded' | 'held' | 'stalled' | 'cut';

export interface ServeOptions {
  /** Whether pages are isolated from other origins, and so may share memory. Default true. */
  readonly isolated?: boolean;
  /** The page's path, with slashes around it. Default `/`. */
  readonly path?: string;
  /** JavaScript inserted before the worker's. */
  readonly beforeWorker?: string;
}

/** A version that is made of the page alone; `files` that are not there break its installation off. */
export interface OtherVersion {
  readonly version: string;
  readonly files?: readonly string[];
}

export interface Server {
  readonly url: string;
  data: DataBehaviour;
  /** The version of the page that has taken this one's place: its service worker is here, the files of this one are gone. */
  replacedBy: OtherVersion | undefined;
  close(): Promise<void>;
}

const dist = join(import.meta.dirname, '../../dist');

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  wasm: 'application/wasm',
};

let found: Promise<FoundDataset> | undefined;

/** Serves the built page as any static server would, with data that can be made to fail. */
export async function serve(options: ServeOptions = {}): Promise<Server> {
  const { isolated = true, path: base = '/', beforeWorker = '' } = options;
  found ??= findDataset('fashion-mnist', { folder: process.env['ATELIER_DATA'] || undefined });
  const { source } = await found;
  const headers = { ...previewHeaders };
  if (!isolated) for (const name of Object.keys(isolationHeaders)) delete headers[name];

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!pathname.startsWith(base)) {
      response.writeHead(404).end();
      return;
    }
    // Browsers ask for it where what they show names none.
    if (pathname === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const name = normalize(pathname.slice(base.length)) || '.';
    const key = fileKeys.find((each) => name === `data/${fileNames[each]}.gz`);
    if (key) {
      sendData(source.files[key].location, key === 'testImages' ? 0 : firstBytes, self, response);
      return;
    }
    const file = name === '.' ? 'index.html' : name;
    if (self.replacedBy && file.startsWith('assets/')) {
      response.writeHead(404).end();
      return;
    }
    try {
      const content =
        self.replacedBy && file === 'service-worker.js'
          ? workerOf(self.replacedBy)
          : readFileSync(join(dist, file));
      response.setHeader('Content-Type', types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream');
      response.end(/assets\/main-.*\.js$/.test(file) ? beforeWorker + content.toString() : content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has a port
  const { port } = server.address() as AddressInfo;
  const self: Server = {
    url: `http://localhost:${port}${base}`,
    data: 'whole',
    replacedBy: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return self;
}

/** The service worker of another version. */
function workerOf({ version, files = ['./'] }: OtherVersion): string {
  return readFileSync(join(dist, 'service-worker.js'), 'utf8')
    .replace(/^const files = .*$/m, `const files = ${JSON.stringify(files)};`)
    .replace(/^const version = .*$/m, `const version = ${JSON.stringify(version)};`);
}

function sendData(location: string, first: number, server: Server, response: ServerResponse): void {
  response.setHeader('Content-Type', 'application/octet-stream');
  response.setHeader('Cache-Control', 'no-store');
  switch (server.data) {
    case 'whole':
      createReadStream(location).pipe(response);
      return;
    case 'missing':
      response.writeHead(404).end();
      return;
    case 'garbage':
      response.end('<!doctype html><title>Not found</title>');
      return;
    case 'half': {
      const whole = readFileSync(location);
      response.end(whole.subarray(0, whole.length >> 1));
      return;
    }
    case 'encoded': {
      const whole = readFileSync(location);
      const isGzip = whole[0] === 0x1f && whole[1] === 0x8b;
      response.setHeader('Content-Encoding', 'gzip');
      response.end(isGzip ? whole : gzipSync(whole));
      return;
    }
    case 'held':
      void sendInTwo(readFileSync(location), first, response, server, 'held');
      return;
    case 'stalled':
      void sendInTwo(readFileSync(location), 0, response, server, 'stalled');
      return;
    case 'cut':
      response.destroy();
  }
}

/** Of the training images, more than the first 3000. */
const firstBytes = 3_000_000;

async function sendInTwo(
  whole: Buffer,
  first: number,
  response: ServerResponse,
  server: Server,
  held: DataBehaviour,
): Promise<void> {
  response.write(whole.subarray(0, first));
  while (whole.length > first && server.data === held && !response.destroyed) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (server.data === 'cut') response.destroy();
  else response.end(whole.subarray(first));
}
