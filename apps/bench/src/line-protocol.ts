import { z } from 'zod';

/**
 * A contestant is a process that trains one epoch per request. It writes one JSON message per line:
 *
 * ```
 * contestant: {"type":"ready","software":"PyTorch 2.1.0","details":"1 thread"}     once, with its data in memory
 * bench:      epoch
 * contestant: {"type":"epoch","seconds":0.41,"loss":0.53}                          the mean training loss
 * ```
 *
 * and ends when the bench closes its standard input.
 */
export type Message = z.infer<typeof messageSchema>;

const messageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    /** Name and version of what trains. */
    software: z.string(),
    /** Threads, BLAS: what else affects its speed. */
    details: z.string(),
  }),
  z.object({ type: z.literal('epoch'), seconds: z.number().positive(), loss: z.number() }),
]);

/** The request for an epoch. */
export const epochRequest = 'epoch';

/** What a contestant that runs under Node writes. */
export function say(message: Message): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** @throws Error with the line, when it is not a message */
export function parseMessage(line: string): Message {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new Error(`Expected a message, found: ${shortened(line)}`, { cause });
  }
  const parsed = messageSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`Expected a message of type ready or epoch, found: ${shortened(line)}`, {
    cause: parsed.error,
  });
}

function shortened(line: string): string {
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
