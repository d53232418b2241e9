import type { RandomStream } from '@atelier/random';

/** Code that reads untrusted input. */
export interface Target {
  /**
   * Prepares what all cases share, such as valid examples to damage.
   *
   * @param folder an empty folder for this target
   * @returns a function that runs one case; it throws a `Finding` when the result is neither right nor a typed error
   */
  prepare(folder: string): Promise<(random: RandomStream) => Promise<void>>;
}

/** What should not have happened. */
export class Finding extends Error {
  override readonly name = 'Finding';
}

/**
 * Runs something that may refuse its input.
 *
 * @param allowed the errors that it may throw, with a message in one line
 */
export async function refusedOrAnswered<Answer>(
  run: () => Answer | Promise<Answer>,
  allowed: readonly (new (...args: never[]) => Error)[],
): Promise<Answer | undefined> {
  try {
    return await run();
  } catch (error) {
    if (!allowed.some((type) => error instanceof type)) {
      throw new Finding(`An untyped error: ${error instanceof Error ? error.stack : String(error)}`);
    }
    if (error instanceof Error && error.message.length > 1000) {
      throw new Finding(`A message of ${error.message.length} characters: ${error.message.slice(0, 200)}…`);
    }
    if (error instanceof Error && /\p{Cc}/u.test(error.message)) {
      throw new Finding(
        `A message of several lines, or with control characters: ${JSON.stringify(error.message)}`,
      );
    }
    return undefined;
  }
}
