import { createHash } from 'node:crypto';
import { encodeIdx, type IdxArray } from '@atelier/idx';
import { damaged } from './error.ts';
import { filePieces, unreadable } from './file-pieces.ts';
import { perFile, perFileAsync, type PerFile } from './files.ts';
import { decodeNpy } from './formats/npy.ts';
import { zipMembers } from './formats/zip.ts';
import { joinPieces } from './given/read-whole.ts';
import type { DatasetInfo } from './registry.ts';
import type { VerifiedFile, VerifyOptions } from './verify.ts';

/** The arrays of Keras' archives. */
const arrayNames: PerFile<string> = {
  trainImages: 'x_train',
  trainLabels: 'y_train',
  testImages: 'x_test',
  testLabels: 'y_test',
};

/** An NPY header is small beside this. */
const headerBytes = 2 ** 17;

/**
 * Reads a data set from an archive as Keras keeps it (`mnist.npz`), and trusts each array only if it is, as an IDX file, the known one.
 *
 * @throws DatasetError `missing-file`, `unreadable-file`, `damaged-file`
 */
export async function readKerasArchive(
  path: string,
  info: DatasetInfo,
  { signal }: VerifyOptions,
): Promise<PerFile<VerifiedFile>> {
  const sizes = Object.values(info.files).map(({ bytes }) => bytes);
  const all = sizes.reduce((sum, bytes) => sum + bytes, headerBytes);
  let archive: Uint8Array<ArrayBuffer>;
  try {
    archive = await joinPieces(filePieces(path, all, signal));
  } catch (error) {
    throw unreadable(path, error);
  }
  const members = zipMembers(archive, path, all);
  const arrays = await perFileAsync(async (key): Promise<IdxArray> => {
    const member = members.find(({ name }) => name === `${arrayNames[key]}.npy`);
    if (member === undefined) throw damaged(path, `it has no array ${arrayNames[key]}`);
    const { shape, bytes } = decodeNpy(await member.read(), path, all);
    if (bytes === undefined) throw damaged(path, `its array ${arrayNames[key]} does not hold bytes`);
    return { dtype: 'u8', shape, data: bytes };
  });
  return perFile((key) => {
    const array = arrays[key];
    const sha256 = createHash('sha256').update(encodeIdx(array)).digest('hex');
    if (sha256 === info.files[key].sha256) return { location: path, array, sha256 };
    throw damaged(
      path,
      `the SHA-256 of its array ${arrayNames[key]}, as an IDX file, is ${sha256}, expected ${info.files[key].sha256}`,
    );
  });
}
