import { serveThread } from '../threads/serve-thread.ts';

// A thread's entry in a browser: started by platform/browser.ts.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- windows have origins, threads don't
const serve = serveThread((reply) => globalThis.postMessage(reply));
globalThis.addEventListener('message', (event: MessageEvent<unknown>) => serve(event.data));
