import { inflate } from '@atelier/idx';
import { damaged } from '../error.ts';
import { crc32 } from './crc32.ts';

/** A file in a ZIP archive. */
export interface ZipMember {
  readonly name: string;
  /** Of its content. */
  readonly bytes: number;
  /**
   * Its content, checked.
   *
   * @throws DatasetError `damaged-file`
   */
  readonly read: () => Promise<Uint8Array<ArrayBuffer>>;
}

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const centralBytes = 46;
const localBytes = 30;
const mostMembers = 10_000;

/**
 * The files of a ZIP archive, by its directory at the end, stored or deflated, also with sizes of 64 bits.
 *
 * @param most the most bytes of a member's content
 * @throws DatasetError `damaged-file` with the offset
 */
export function zipMembers(archive: Uint8Array<ArrayBuffer>, location: string, most: number): ZipMember[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const wrong = (offset: number, found: string): Error =>
    damaged(location, `not a whole ZIP archive at byte ${offset}: ${found}`);
  const end = endOf(view);
  if (end === undefined) throw wrong(archive.length, 'it has no directory at its end');
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > mostMembers) throw wrong(end + 10, `it has ${count} files, at most ${mostMembers} are read`);
  const members: ZipMember[] = [];
  for (let index = 0; index < count; index++) {
    if (at + centralBytes > end || view.getUint32(at, true) !== centralSignature) {
      throw wrong(at, `expected entry ${index + 1} of ${count} of its directory`);
    }
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const crc = view.getUint32(at + 16, true);
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) =>
      view.getUint16(at + offset, true),
    );
    const next = at + centralBytes + nameBytes! + extraBytes! + commentBytes!;
    if (next > end) throw wrong(at, `entry ${index + 1} of its directory is cut short`);
    const name = new TextDecoder().decode(
      archive.subarray(at + centralBytes, at + centralBytes + nameBytes!),
    );
    const shown = `${location} (${name.replaceAll(/\p{C}/gu, '?').slice(0, 100)})`;
    const extra = at + centralBytes + nameBytes!;
    const [bytes, packedBytes, start] = sizesOf(view, at, extra, extra + extraBytes!);
    if ((flags & 1) !== 0) throw wrong(at, `${shown} is encrypted`);
    if (method !== 0 && method !== 8) throw wrong(at + 10, `${shown} is compressed by method ${method}`);
    if (bytes! > most) throw wrong(at + 24, `${shown} has ${bytes} bytes, at most ${most} are read`);
    const data = start! + localBytes <= end ? dataStart(view, start!) : undefined;
    if (data === undefined || data + packedBytes! > end) throw wrong(start!, `${shown} is not there`);
    const packed = archive.subarray(data, data + packedBytes!);
    const read = async (): Promise<Uint8Array<ArrayBuffer>> => {
      const content = method === 0 ? packed : await inflated(packed, bytes!, shown);
      if (content.length !== bytes || crc32(content) !== crc) {
        throw damaged(shown, `its content at byte ${data} of the archive is not what its checksum says`);
      }
      return content;
    };
    members.push({ name, bytes: bytes!, read });
    at = next;
  }
  return members;
}

/** Where the end record begins, after which there may be a comment. */
function endOf(view: DataView): number | undefined {
  const last = view.byteLength - endBytes;
  for (let at = last; at >= 0 && at >= last - 0xffff; at--) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  return undefined;
}

/** Sizes and start of a member; where 32 bits are too few, an extra field has them in 64. */
function sizesOf(view: DataView, entry: number, extra: number, end: number): number[] {
  const sizes = [24, 20, 42].map((offset) => view.getUint32(entry + offset, true));
  for (let at = extra; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let from = at + 4;
    for (const [index, size] of sizes.entries()) {
      if (size !== 0xffffffff || from + 8 > end) continue;
      sizes[index] = Number(view.getBigUint64(from, true));
      from += 8;
    }
  }
  return sizes;
}

function dataStart(view: DataView, at: number): number | undefined {
  if (view.getUint32(at, true) !== localSignature) return undefined;
  return at + localBytes + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
}

async function inflated(
  packed: Uint8Array<ArrayBuffer>,
  bytes: number,
  location: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const content = new Uint8Array(bytes);
  let at = 0;
  try {
    for await (const piece of inflate(once(packed), 'deflate-raw')) {
      if (at + piece.length > bytes) throw new RangeError(`more than ${bytes} bytes`);
      content.set(piece, at);
      at += piece.length;
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw damaged(location, `corrupt deflate stream at byte ${at} of its content: ${reason}`, cause);
  }
  return content.subarray(0, at);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
