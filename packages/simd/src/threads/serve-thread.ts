import { abortThreads } from './abort.ts';
import { instantiateKernels, type Kernels } from './kernels.ts';
import { joinRun } from './joining.ts';
import { isThreadRequest, type ThreadReply } from './messages.ts';

/** Handles the pool's messages in a worker, each when the one before is done. Errors go back as messages. */
export function serveThread(reply: (message: ThreadReply) => void): (request: unknown) => void {
  let work: ((threads: number) => void) | undefined;
  const serve = async (request: unknown): Promise<void> => {
    if (!isThreadRequest(request)) throw new TypeError('Unknown message');
    if (request.type === 'start') {
      const { module, memory, thread } = request;
      const kernels: Kernels = await instantiateKernels(module, memory);
      work = (threads) => {
        try {
          joinRun(memory);
          kernels.run(thread, threads);
        } catch (error) {
          // The others wait for this thread in a barrier.
          abortThreads(memory, thread);
          throw error;
        }
      };
      reply({ type: 'started' });
      return;
    }
    if (request.type === 'rest') {
      work = undefined;
      return;
    }
    if (!work) throw new Error('The thread was told to run before it was started');
    work(request.threads);
    reply({ type: 'finished' });
  };
  let last = Promise.resolve();
  return (request) => {
    last = last
      .then(() => serve(request))
      .catch((error: unknown) => {
        reply({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
      });
  };
}
