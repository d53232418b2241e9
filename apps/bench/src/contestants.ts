import { fileURLToPath } from 'node:url';
import { type Command, nodeCommand, peerScript, pythonCommand } from './command.ts';
import { counted, threadCounts } from './threads.ts';
import { assignment, type DataFolder, type WorkloadName, workloads } from './workloads.ts';

/** A process that trains one epoch per request (see `line-protocol.ts`). */
export interface Contestant {
  /** For `--only` and the JSON file. */
  readonly id: string;
  /** For tables. */
  readonly name: string;
  /** Whether the bench fails without it: Atelier under Node. A peer or a browser may be missing from a machine. */
  readonly required: boolean;
  /** Whether it takes part in a workload. */
  runs(workload: WorkloadName): boolean;
  command(workload: WorkloadName, data: DataFolder): Command;
}

const all = (): boolean => true;
const dense = (workload: WorkloadName): boolean => !workloads[workload].convolutional;
const convolutional = (workload: WorkloadName): boolean => workloads[workload].convolutional;
/** Takes seconds for a step of a convolutional network. */
const slow = (workload: WorkloadName): boolean => dense(workload) || workload === 'cnn-start';

/** All contestants of the measurement per epoch, in the order in which a round calls them. */
export function contestants(python: string): readonly Contestant[] {
  const channelsLast = { channelsLast: true };
  return [
    ...threadCounts.map((threads) => atelier('simd', `simd-${threads}`, threads, all)),
    ...threadCounts.map((threads): Contestant => ({
      id: `chromium-${threads}`,
      name: `Atelier simd in Chromium, ${counted(threads)}`,
      required: false,
      runs: (workload) => workload === 'mlp-32' || workload === 'cnn-small',
      command: (workload, data) =>
        nodeCommand(built('chromium-contestant.js'), json(workload, data, threads)),
    })),
    atelier('tfjs', 'tfjs', 1, slow),
    stockTfjs('wasm', dense),
    // Its WASM backend has no gradient of a convolution.
    stockTfjs('cpu', (workload) => workload === 'cnn-start'),
    ...threadCounts.map((threads) => pythonPeer('pytorch', 'PyTorch', threads, all)),
    ...threadCounts.map((threads) =>
      pythonPeer('pytorch-channels-last', 'PyTorch, channels last', threads, convolutional, channelsLast),
    ),
    ...threadCounts.map((threads) => pythonPeer('scikit-learn', 'scikit-learn', threads, dense)),
  ];

  function pythonPeer(
    id: string,
    name: string,
    threads: number,
    runs: Contestant['runs'],
    extra: object = {},
  ): Contestant {
    const script = id.startsWith('pytorch') ? 'pytorch.py' : 'scikit_learn.py';
    return {
      id: `${id}-${threads}`,
      name: `${name}, ${counted(threads)}`,
      required: false,
      runs,
      command: (workload, data) =>
        pythonCommand(python, threads, peerScript(script), json(workload, data, threads, extra)),
    };
  }
}

function atelier(engine: 'simd' | 'tfjs', id: string, threads: number, runs: Contestant['runs']): Contestant {
  return {
    id,
    name: `Atelier ${engine}${engine === 'simd' ? `, ${counted(threads)}` : ''}`,
    required: true,
    runs,
    command: (workload, data) =>
      nodeCommand(built('atelier-contestant.js'), json(workload, data, threads, { engine })),
  };
}

function stockTfjs(backend: 'wasm' | 'cpu', runs: Contestant['runs']): Contestant {
  return {
    id: backend === 'wasm' ? 'stock-tfjs' : 'stock-tfjs-cpu',
    name: `tfjs-layers model.fit, ${backend === 'wasm' ? 'WASM' : 'cpu backend'}`,
    required: false,
    runs,
    command: (workload, data) =>
      nodeCommand(peerScript('stock-tfjs.js'), json(workload, data, 1, { backend })),
  };
}

/** The built one, also when this file is not: Node runs no TypeScript. */
function built(script: string): string {
  return fileURLToPath(new URL(`../dist/${script}`, import.meta.url));
}

function json(workload: WorkloadName, data: DataFolder, threads: number, extra: object = {}): string {
  return JSON.stringify({ ...assignment(workload, data, threads), ...extra });
}
