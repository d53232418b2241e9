import type { SavedModel } from '../messages.ts';
import { currentRecipe } from '../settings/former-settings.ts';
import type { Run } from './runs.ts';

/** What survives a reload. */
export interface Kept {
  /** The version of this schema; others are not read. */
  readonly version: typeof version;
  readonly runs: readonly Run[];
  /** The last model, and the run that it is of. */
  readonly model: { readonly run: number; readonly files: SavedModel } | undefined;
}

const version = 1;
const databaseName = 'atelier';
const storeName = 'kept';
const key = 'last';

/** Remembers runs and the last model in the browser. Where that is forbidden (private windows) nothing is kept. */
export async function keep(kept: Omit<Kept, 'version'>): Promise<void> {
  await withStore('readwrite', (store) => store.put({ version, ...kept }, key));
}

export async function readKept(): Promise<Kept | undefined> {
  const found: unknown = await withStore('readonly', (store) => store.get(key));
  if (!isKept(found)) return undefined;
  return {
    ...found,
    runs: found.runs.map((run) => ({ ...run, recipe: run.recipe && currentRecipe(run.recipe) })),
  };
}

function isKept(found: unknown): found is Kept {
  return typeof found === 'object' && found !== null && 'version' in found && found.version === version;
}

async function withStore<Result>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result | undefined> {
  if (!('indexedDB' in globalThis)) return undefined;
  let database: IDBDatabase | undefined;
  try {
    const opening = indexedDB.open(databaseName, 1);
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(storeName));
    database = await settled(opening);
    return await settled(use(database.transaction(storeName, mode).objectStore(storeName)));
  } catch {
    // Forbidden, or the disk is full: the page works without.
    return undefined;
  } finally {
    database?.close();
  }
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB failed')));
  });
}
