import type { Target } from '../target.ts';

/** The targets by name, loaded on demand. `weight`: their share of the cases. */
export const targets: Readonly<
  Record<string, { readonly weight: number; readonly load: () => Promise<Target> }>
> = {
  idx: { weight: 30, load: async () => (await import('./idx.ts')).idx },
  data: { weight: 20, load: async () => (await import('./data.ts')).data },
  checkpoint: { weight: 20, load: async () => (await import('./checkpoint.ts')).checkpoint },
  model: { weight: 15, load: async () => (await import('./model.ts')).model },
  network: { weight: 2, load: async () => (await import('./network.ts')).network },
  'run-record': { weight: 15, load: async () => (await import('./run-record.ts')).runRecord },
  'experiment-folder': {
    weight: 10,
    load: async () => (await import('./experiment-folder.ts')).experimentFolder,
  },
  'terminal-text': { weight: 10, load: async () => (await import('./terminal-text.ts')).terminalText },
  image: { weight: 10, load: async () => (await import('./image.ts')).image },
  link: { weight: 9, load: async () => (await import('./link.ts')).link },
  // One process per case: its start alone takes a good part of a second.
  arguments: { weight: 1, load: async () => (await import('./arguments.ts')).commandLine },
};
