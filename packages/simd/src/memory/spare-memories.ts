/**
 * Memories of sessions that ended, for the next ones to take. JavaScript can't free a WebAssembly memory, and V8 counts no
 * shared one among what makes it collect garbage: trainings one after another would each leave their data set behind.
 * They are held weakly, so that a collection that does come frees them.
 */
const spares: Record<'shared' | 'own', WeakRef<WebAssembly.Memory>[]> = { shared: [], own: [] };

/** A memory that nobody uses, with whatever it was left with in it. */
export function takeSpareMemory(shared: boolean): WebAssembly.Memory | undefined {
  const list = listOf(shared);
  for (let spare = list.pop(); spare; spare = list.pop()) {
    const memory = spare.deref();
    if (memory) return memory;
  }
  return undefined;
}

/** @param memory which nothing reads or writes any more, no thread either */
export function keepSpareMemory(memory: WebAssembly.Memory, shared: boolean): void {
  listOf(shared).push(new WeakRef(memory));
}

function listOf(shared: boolean): WeakRef<WebAssembly.Memory>[] {
  return shared ? spares.shared : spares.own;
}
