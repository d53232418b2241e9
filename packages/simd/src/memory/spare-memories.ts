/**
 * Memories of ended sessions, for reuse by the next ones. JavaScript can't free a WebAssembly memory, and V8 does not count
 * shared ones when it decides to collect garbage: trainings one after another would each leave their data set behind.
 * They are held weakly, so that a garbage collection frees them.
 */
const spares: Record<'shared' | 'own', WeakRef<WebAssembly.Memory>[]> = { shared: [], own: [] };

/** An unused memory, with its former contents. */
export function takeSpareMemory(shared: boolean): WebAssembly.Memory | undefined {
  const list = listOf(shared);
  for (let spare = list.pop(); spare; spare = list.pop()) {
    const memory = spare.deref();
    if (memory) return memory;
  }
  return undefined;
}

/** @param memory that no thread reads or writes any more */
export function keepSpareMemory(memory: WebAssembly.Memory, shared: boolean): void {
  listOf(shared).push(new WeakRef(memory));
}

function listOf(shared: boolean): WeakRef<WebAssembly.Memory>[] {
  return shared ? spares.shared : spares.own;
}
