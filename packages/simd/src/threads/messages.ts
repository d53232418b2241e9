/**
 * To a thread: what it is, once a session; then a word for each run of steps, which the memory's control block describes; at
 * the end that the session is over, and its memory to be let go.
 */
export type ThreadRequest =
  | {
      readonly type: 'start';
      readonly module: WebAssembly.Module;
      readonly memory: WebAssembly.Memory;
      readonly thread: number;
      readonly threads: number;
    }
  | { readonly type: 'run' }
  | { readonly type: 'rest' };

/** From a thread: it is ready, it has finished a run, or something broke. */
export type ThreadReply =
  | { readonly type: 'started' }
  | { readonly type: 'finished' }
  | { readonly type: 'failed'; readonly message: string };
