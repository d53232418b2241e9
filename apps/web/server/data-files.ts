import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { fileKeys, fileNames, findDataset, type FoundDataset } from '@atelier/datasets';
import type { Connect, Logger, Plugin } from 'vite';

/** Finds Fashion-MNIST's files like the CLI: in the same places, or fetched into the same cache. */
export async function findFiles(log: (line: string) => void): Promise<FoundDataset> {
  const folder = process.env['ATELIER_DATA'] || undefined;
  const found = await findDataset('fashion-mnist', { folder, onNotice: log });
  log(`Fashion-MNIST: ${found.source.kind} (${found.source.files.trainImages.location})`);
  return found;
}

/** Serves the four files at `data/`, in development and preview. */
export function dataFiles(): Plugin {
  let logger: Logger;
  let found: Promise<FoundDataset> | undefined;
  const find = (): Promise<FoundDataset> => {
    found ??= findFiles((line) => logger.info(line)).catch((error: unknown) => {
      // The next request retries.
      found = undefined;
      throw error;
    });
    return found;
  };
  const handle: Connect.NextHandleFunction = (request, response, next) => {
    const path = new URL(request.url ?? '', 'http://localhost').pathname;
    const key = fileKeys.find((each) => path === `/data/${fileNames[each]}.gz`);
    if (!key) {
      next();
      return;
    }
    find()
      .then(({ source }) => send(source.files[key].location, response))
      .catch((error: unknown) => refuse(error, response, logger));
  };
  return {
    name: 'data-files',
    configResolved: (config) => {
      logger = config.logger;
    },
    configureServer: ({ middlewares }) => {
      middlewares.use(handle);
    },
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use(handle);
    },
  };
}

async function send(location: string, response: ServerResponse): Promise<void> {
  const { size } = await stat(location);
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': size });
  await pipeline(createReadStream(location), response);
}

function refuse(error: unknown, response: ServerResponse, logger: Logger): void {
  // A closed page is not a failure.
  if (response.headersSent) return;
  const message = error instanceof Error ? error.message : String(error);
  logger.error(message);
  response.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8' }).end(message);
}
