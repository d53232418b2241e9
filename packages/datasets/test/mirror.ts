import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { fileKeys, fileNames } from '../src/files.ts';
import { toyFiles } from './toy.ts';

export interface Mirror {
  readonly url: string;
  /** The `GET` requests with their ranges, in order. */
  readonly requests: { readonly path: string; readonly range: string | undefined }[];
}

export type Answer = (request: IncomingMessage, response: ServerResponse, bytes: Uint8Array) => unknown;

/** A local server that holds the toy's files and answers as configured. */
export async function startMirror(answer: Answer = answerWell): Promise<Mirror> {
  const requests: Mirror['requests'] = [];
  const files = new Map(fileKeys.map((key) => [`/${fileNames[key]}.gz`, toyFiles[key]]));
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push({ path, range: request.headers.range });
    answer(request, response, files.get(path) ?? new Uint8Array(0));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${address.port}/`, requests };
}

/** A port without a listener. */
export async function deadMirror(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The test server has no port');
  return `http://127.0.0.1:${address.port}/`;
}

/** Like a good server, including ranges. */
export const answerWell: Answer = (request, response, bytes) => {
  const start = rangeStart(request);
  if (start === undefined) {
    response.writeHead(200, { 'content-length': bytes.length, 'accept-ranges': 'bytes' }).end(bytes);
  } else if (start >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
  } else {
    response
      .writeHead(206, {
        'content-length': bytes.length - start,
        'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
      })
      .end(bytes.subarray(start));
  }
};

function rangeStart(request: IncomingMessage): number | undefined {
  const start = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}

/** Promises all bytes, sends some from the start of the range, and drops the connection. */
export function answerAndDrop(share: number): Answer {
  return (request, response, bytes) => {
    const start = rangeStart(request) ?? 0;
    const headers = {
      'content-length': bytes.length - start,
      'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
    };
    response.writeHead(start > 0 ? 206 : 200, headers);
    const end = Math.max(start + 1, Math.floor(bytes.length * share));
    response.write(bytes.subarray(start, end), () => response.socket?.destroy());
  };
}

/** Sends a few kilobytes at a time. */
export function answerSlowly(bytesAtATime: number, everyMs: number): Answer {
  return (request, response, bytes) => {
    let at = rangeStart(request) ?? 0;
    response.writeHead(at > 0 ? 206 : 200, {
      'content-range': `bytes ${at}-${bytes.length - 1}/${bytes.length}`,
    });
    const timer = setInterval(() => {
      response.write(bytes.subarray(at, at + bytesAtATime));
      at += bytesAtATime;
      if (at < bytes.length) return;
      clearInterval(timer);
      response.end();
    }, everyMs);
    response.on('close', () => clearInterval(timer));
  };
}
