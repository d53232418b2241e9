import { parentPort } from 'node:worker_threads';
import { serveThread } from '../threads/serve-thread.ts';

// A thread's entry in Node: started by platform/node.ts.
parentPort?.on(
  'message',
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- windows have origins, threads don't
  serveThread((reply) => parentPort?.postMessage(reply)),
);
