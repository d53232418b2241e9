import type { FileAtPath } from '@atelier/datasets/browser';

/** Of the signatures of ZIP's records, little-endian. */
const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
/** Names are UTF-8. */
const utf8Flag = 0x0800;
/** 1 January 1980: files in an archive of ours have no time. */
const noDate = 0x0021;
/** Bytes of the records without names. */
const sizes = { local: 30, central: 46, end: 22 } as const;

/** Files as a ZIP archive, stored as they are: pictures are compressed already. */
export async function writeZip(files: readonly FileAtPath[]): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const central: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { path, file } of files) {
    const name = new TextEncoder().encode(path);
    const content = new Uint8Array(await file.arrayBuffer());
    // Version, flags, method, time, date, checksum, packed and plain size, length of the name, of other fields.
    const shared = [20, utf8Flag, 0, 0, noDate] as const;
    const counts = [crc32(content), content.length, content.length] as const;
    const local = record(signatures.local, sizes.local, shared, counts, [name.length, 0]);
    parts.push(local, name, content);
    const entry = record(signatures.central, sizes.central, [20, ...shared], counts, [name.length]);
    new DataView(entry.buffer).setUint32(42, offset, true);
    central.push(entry, name);
    offset += local.length + name.length + content.length;
  }
  const directory = central.reduce((sum, { length }) => sum + length, 0);
  const end = record(signatures.end, sizes.end, [0, 0, files.length, files.length], [directory, offset], [0]);
  return new Blob([...parts, ...central, end], { type: 'application/zip' });
}

/** The files of an archive that `writeZip` made; `undefined` for anything else. */
export async function readZip(archive: Blob): Promise<FileAtPath[] | undefined> {
  const bytes = new Uint8Array(await archive.arrayBuffer());
  const view = new DataView(bytes.buffer);
  const files: FileAtPath[] = [];
  let at = 0;
  while (at + sizes.local <= bytes.length && view.getUint32(at, true) === signatures.local) {
    const [method, checksum, size] = [
      view.getUint16(at + 8, true),
      view.getUint32(at + 14, true),
      view.getUint32(at + 18, true),
    ];
    const start = at + sizes.local + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
    const content = bytes.slice(start, start + size);
    if (method !== 0 || content.length !== size || crc32(content) !== checksum) return undefined;
    const path = new TextDecoder().decode(
      bytes.subarray(at + sizes.local, at + sizes.local + view.getUint16(at + 26, true)),
    );
    files.push({ path, file: new Blob([content]) });
    at = start + size;
  }
  return files.length > 0 ? files : undefined;
}

/** A record of 16-bit numbers, 32-bit numbers and 16-bit numbers, one after the other, and zeros up to its size. */
function record(
  signature: number,
  size: number,
  shorts: readonly number[],
  longs: readonly number[],
  lengths: readonly number[],
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  let at = 4;
  for (const value of shorts) {
    view.setUint16(at, value, true);
    at += 2;
  }
  for (const value of longs) {
    view.setUint32(at, value, true);
    at += 4;
  }
  for (const value of lengths) {
    view.setUint16(at, value, true);
    at += 2;
  }
  return bytes;
}

/** CRC-32, as ZIP has it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
