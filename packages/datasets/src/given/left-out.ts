import { listed } from '@atelier/checks';
import { quoted } from '../quoted.ts';
import type { Given } from './given.ts';

/** What of a folder was not looked into, in words. */
export function leftOutNotes({
  loops = [],
  deepFolders = [],
}: Pick<Given, 'loops' | 'deepFolders'>): string[] {
  const notes: string[] = [];
  if (deepFolders.length > 0) notes.push(`Folders this deep are not read: ${firstOf(deepFolders)}`);
  if (loops.length > 0) notes.push(`Links to a folder that they lie in are not followed: ${firstOf(loops)}`);
  return notes;
}

/** The first of some names, and how many more there are. */
export function firstOf(names: readonly string[]): string {
  return listed(names.map(quoted), 1);
}
