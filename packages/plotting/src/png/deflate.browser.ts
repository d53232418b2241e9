import { zlibSync } from 'fflate';

/** Where a browser packs pictures: it has no synchronous deflate of its own. */
export function deflate(bytes: Uint8Array): Uint8Array {
  // Small tables: pictures are small, and clearing large ones takes longer than packing them.
  return zlibSync(bytes, { level: 6, mem: 4 });
}
