import { parentPort, workerData } from 'node:worker_threads';
import { checkObject, checkOptions } from '@atelier/checks';
import type { Engine } from '@atelier/training';
import { runTrial } from '../run-trial.ts';
import type { TrialReply, TrialRequest, WorkerInput } from './messages.ts';

/**
 * Makes the current thread a worker that runs the trials it is sent. A program's worker file only calls this.
 *
 * @param engine One thread per worker is best, since trials run in parallel.
 * @throws TypeError for what is not an engine
 * @throws Error on a program's main thread
 */
export function serveTrials(options: { readonly engine: Engine }): void {
  checkOptions('serveTrials', options, { engine: true });
  const { engine } = options;
  checkObject('engine', engine, 'name and prepare');
  const port = parentPort;
  if (port === null) throw new Error('serveTrials runs in a worker thread, which runExperiment starts');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other end is run-trials.ts
  const { data } = workerData as WorkerInput;
  const reply = (message: TrialReply): void => port.postMessage(message);
  port.on('message', (request: TrialRequest) => {
    runTrial(request, { engine, data, onProgress: (progress) => reply({ type: 'progress', progress }) }).then(
      (outcome) => reply({ type: 'outcome', outcome }),
      (error: unknown) =>
        reply({ type: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    );
  });
}
