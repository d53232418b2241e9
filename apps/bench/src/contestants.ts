import { fileURLToPath } from 'node:url';
import { type Command, nodeCommand, peerScript, pythonCommand } from './command.ts';
import { counted, threadCounts } from './threads.ts';
import { assignment, type DataFolder, type WorkloadName } from './workloads.ts';

/** A process that trains one epoch per request (see `line-protocol.ts`). */
export interface Contestant {
  /** For `--only` and the JSON file. */
  readonly id: string;
  /** For tables. */
  readonly name: string;
  /** Whether it is Atelier. A peer may be missing from a machine. */
  readonly ours: boolean;
  command(workload: WorkloadName, data: DataFolder): Command;
}

/** All contestants of the measurement per epoch, in the order in which a round calls them. */
export function contestants(python: string): readonly Contestant[] {
  return [
    ...threadCounts.map((threads) => atelier('simd', `simd-${threads}`, threads)),
    atelier('tfjs', 'tfjs', 1),
    {
      id: 'stock-tfjs',
      name: 'tfjs-layers model.fit, WASM',
      ours: false,
      command: (workload, data) =>
        nodeCommand(peerScript('stock-tfjs.js'), JSON.stringify(assignment(workload, data, 1))),
    },
    ...threadCounts.map((threads) => pythonPeer('pytorch', 'PyTorch', threads)),
    ...threadCounts.map((threads) => pythonPeer('scikit-learn', 'scikit-learn', threads)),
  ];

  function pythonPeer(id: string, name: string, threads: number): Contestant {
    return {
      id: `${id}-${threads}`,
      name: `${name}, ${counted(threads)}`,
      ours: false,
      command: (workload, data) =>
        pythonCommand(
          python,
          threads,
          peerScript(`${id.replace('-', '_')}.py`),
          JSON.stringify(assignment(workload, data, threads)),
        ),
    };
  }
}

function atelier(engine: 'simd' | 'tfjs', id: string, threads: number): Contestant {
  // The built one, also when this file is not: Node runs no TypeScript.
  const script = fileURLToPath(new URL('../dist/atelier-contestant.js', import.meta.url));
  return {
    id,
    name: `Atelier ${engine}${engine === 'simd' ? `, ${counted(threads)}` : ''}`,
    ours: true,
    command: (workload, data) =>
      nodeCommand(script, JSON.stringify({ engine, ...assignment(workload, data, threads) })),
  };
}
