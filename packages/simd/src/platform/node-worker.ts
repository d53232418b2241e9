import { parentPort } from 'node:worker_threads';
import { serveThread } from '../threads/serve-thread.ts';

// A thread's entry in Node: started by platform/node.ts.
parentPort?.on(
  'message',
  serveThread((reply) => parentPort?.postMessage(reply)),
);
