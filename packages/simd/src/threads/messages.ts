/**
 * To a thread: its setup, once per session; then one message per run of steps that it takes part in, with how many do; the memory's
 * control block describes the run; at the end, that the session is over and the memory to be released.
 */
export type ThreadRequest =
  | {
      readonly type: 'start';
      readonly module: WebAssembly.Module;
      readonly memory: WebAssembly.Memory;
      readonly thread: number;
    }
  | { readonly type: 'run'; readonly threads: number }
  | { readonly type: 'rest' };

/** From a thread, one for each start and run, in their order: it is ready, it has finished a run, or something broke. */
export type ThreadReply =
  | { readonly type: 'started' }
  | { readonly type: 'finished' }
  | { readonly type: 'failed'; readonly message: string };

export function isThreadRequest(message: unknown): message is ThreadRequest {
  const type = typeOf(message);
  return type === 'start' || type === 'run' || type === 'rest';
}

export function isThreadReply(message: unknown): message is ThreadReply {
  const type = typeOf(message);
  return type === 'started' || type === 'finished' || type === 'failed';
}

function typeOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
}
