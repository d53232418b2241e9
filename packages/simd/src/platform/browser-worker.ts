import { serveThread } from '../threads/serve-thread.ts';

// A thread's entry in a browser: started by platform/browser.ts.
const serve = serveThread((reply) => globalThis.postMessage(reply));
globalThis.addEventListener('message', (event: MessageEvent<unknown>) => serve(event.data));
