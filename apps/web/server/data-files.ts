import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Connect, Plugin } from 'vite';

const folder = process.env['ATELIER_DATA'] ?? '/usr/share/datasets/fashion-mnist';

async function serve(request: IncomingMessage, response: ServerResponse, next: Connect.NextFunction): Promise<void> {
  const name = /\/data\/((?:train|t10k)-(?:images-idx3|labels-idx1)-ubyte)\.gz$/.exec(request.url ?? '')?.[1];
  if (!name) {
    next();
    return;
  }
  const path = join(folder, `${name}.gz`);
  const { size } = await stat(path);
  response.setHeader('Content-Type', 'application/gzip');
  response.setHeader('Content-Length', size);
  createReadStream(path).pipe(response);
}

export function dataFiles(): Plugin {
  const handle: Connect.NextHandleFunction = (request, response, next) => {
    serve(request, response, next).catch(next);
  };
  return {
    name: 'data-files',
    configureServer: ({ middlewares }) => {
      middlewares.use(handle);
    },
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use(handle);
    },
  };
}
