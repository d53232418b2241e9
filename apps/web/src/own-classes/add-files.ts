import { exampleOf } from './example-picture.ts';
import { addExamples, mostExamples, ownClasses } from './own-classes.ts';

export interface Added {
  /** Files that are no pictures. */
  readonly refused: number;
  /** Whether files were left out because the class holds no more. */
  readonly full: boolean;
}

/**
 * Adds picture files to a class as examples, until it is full or is removed: one after the other, as many large pictures at once would
 * fill the memory.
 */
export async function addFiles(key: number, files: readonly Blob[]): Promise<Added> {
  let refused = 0;
  for (const file of files) {
    const own = ownClasses.peek().find((each) => each.key === key);
    if (!own) break;
    if (own.examples.length >= mostExamples) return { refused, full: true };
    const picture = await exampleOf(file);
    if (picture) addExamples(key, [picture]);
    else refused++;
  }
  return { refused, full: false };
}
