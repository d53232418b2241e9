import { currentRecipe } from '../settings/former-settings.ts';
import { newKey, type Run } from './runs.ts';

/** A run as the browser's database has it. */
export interface KeptRun {
  /** The version of this schema; others are not read. */
  readonly version: typeof version;
  /** `run.key` */
  readonly key: string;
  /** The tab that has it. */
  readonly tab: string;
  readonly run: Run;
}

const version = 2;
const databaseName = 'atelier';
const storeName = 'runs';
const formerStore = 'kept';

/** Remembers a run in the browser; resolves to whether it does: it may be forbidden (private windows), or the disk full. */
export async function keepRun(run: Run, tab: string): Promise<boolean> {
  const kept: KeptRun = { version, key: run.key, tab, run };
  return (await withStore('readwrite', (store) => store.put(kept))) !== undefined;
}

export async function forgetRun(key: string): Promise<void> {
  await withStore('readwrite', (store) => store.delete(key));
}

/** All runs, the oldest first. */
export async function readKeptRuns(): Promise<readonly KeptRun[]> {
  const found: readonly unknown[] = (await withStore('readonly', (store) => store.getAll())) ?? [];
  return found.filter(isKept).map((kept) => ({ ...kept, run: currentRun(kept.run) }));
}

/** What an earlier page kept, as this one has it. */
function currentRun({ otherData, ...run }: Run & { readonly otherData?: Run['ownData'] }): Run {
  return { ...run, recipe: run.recipe && currentRecipe(run.recipe), ownData: run.ownData ?? otherData };
}

function isKept(found: unknown): found is KeptRun {
  return typeof found === 'object' && found !== null && 'version' in found && found.version === version;
}

async function withStore<Result>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result | undefined> {
  if (!('indexedDB' in globalThis)) return undefined;
  let database: IDBDatabase | undefined;
  try {
    const opening = indexedDB.open(databaseName, version);
    opening.addEventListener('upgradeneeded', () => upgrade(opening));
    database = await settled(opening);
    const transaction = database.transaction(storeName, mode);
    // What does not fit on the disk may be refused as late as at the end.
    const [result] = await Promise.all([
      settled(use(transaction.objectStore(storeName))),
      completed(transaction),
    ]);
    return result;
  } catch {
    // Forbidden, or the disk is full: the page works without.
    return undefined;
  } finally {
    database?.close();
  }
}

/** Makes the store, and moves the runs into it that an earlier version kept all in one. */
function upgrade({ result: database, transaction }: IDBOpenDBRequest): void {
  const store = database.createObjectStore(storeName, { keyPath: 'key' });
  if (!transaction || !database.objectStoreNames.contains(formerStore)) return;
  const former: IDBRequest<FormerRuns | undefined> = transaction.objectStore(formerStore).get('last');
  former.addEventListener('success', () => {
    for (const run of former.result?.runs ?? []) {
      const key = `${newKey()}-${run.id}`;
      const model = former.result?.model?.run === run.id ? former.result.model.files : undefined;
      store.put({ version, key, tab: '', run: { ...run, key, model, checkpoint: undefined } });
    }
    database.deleteObjectStore(formerStore);
  });
}

/** What the version before kept. */
interface FormerRuns {
  readonly runs: readonly Omit<Run, 'key' | 'model' | 'checkpoint'>[];
  readonly model: { readonly run: number; readonly files: Run['model'] } | undefined;
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('IndexedDB failed')));
  });
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB failed')));
  });
}
