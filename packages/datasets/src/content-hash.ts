import { checkObject, found } from '@atelier/checks';
import { checkLabelled } from './check-labelled.ts';
import type { Dataset } from './dataset.ts';
import type { LabelledImages, Labels } from './images.ts';
import { sha256, subtleCrypto } from './sha256.ts';

/** WebCrypto copies what it hashes: pieces of this size keep the copy small. */
const pieceBytes = 2 ** 22;

/** SHA-256 of each part of a data set, 64 hexadecimal digits each; see {@link contentHash}. */
export interface ContentHashes {
  readonly train: string;
  /** Only of data that come with such a part. */
  readonly validation?: string;
  readonly test: string;
}

/**
 * The content of a part of a data set, as one SHA-256 over its shape, pixels, labels and class names. Equal content has equal hashes,
 * whatever files it came in, in Node and in browsers.
 *
 * It is the hash of the JSON `{"shape":[count,height,width,channels],"classNames":[…],"pixels":[…],"labels":[…]}`, where `pixels`
 * and `labels` are the hashes of each 4 MiB of the bytes, and labels are 32-bit integers, little-endian.
 *
 * @returns 64 hexadecimal digits
 * @throws TypeError for data that are not labelled images, or class names that are not text
 * @throws DatasetError `unverifiable` on a page without HTTPS, where browsers have no SHA-256
 */
export async function contentHash(data: LabelledImages, classNames: readonly string[]): Promise<string> {
  checkLabelled('contentHash', data);
  checkClassNames(classNames);
  const { images, labels, count, height, width, channels } = data;
  const subtle = subtleCrypto('The data set');
  const description = {
    shape: [count, height, width, channels],
    classNames,
    pixels: await pieceHashes(images, subtle),
    labels: await pieceHashes(labelBytes(labels), subtle),
  };
  return sha256(new TextEncoder().encode(JSON.stringify(description)), subtle);
}

/**
 * The hashes of a data set's parts.
 *
 * @throws DatasetError `unverifiable` on a page without HTTPS, where browsers have no SHA-256
 */
export async function contentHashes(
  dataset: Pick<Dataset, 'train' | 'validation' | 'test' | 'classNames'>,
): Promise<ContentHashes> {
  checkObject('A data set', dataset, 'train, test and classNames');
  const { train, validation, test, classNames } = dataset;
  return {
    train: await contentHash(train, classNames),
    ...(validation && { validation: await contentHash(validation, classNames) }),
    test: await contentHash(test, classNames),
  };
}

function checkClassNames(classNames: readonly string[]): void {
  if (!Array.isArray(classNames) || !classNames.every((name) => typeof name === 'string')) {
    throw new TypeError(`classNames is an array of texts; found ${found(classNames)}`);
  }
}

/** Pieces that are hashed at a time, on threads of the platform. */
const lanes = 2;

async function pieceHashes(bytes: Uint8Array, subtle: SubtleCrypto): Promise<string[]> {
  const hashes: string[] = [];
  const count = Math.ceil(bytes.length / pieceBytes);
  const hashEvery = async (lane: number): Promise<void> => {
    for (let at = lane; at < count; at += lanes) {
      hashes[at] = await sha256(bytes.subarray(at * pieceBytes, (at + 1) * pieceBytes), subtle);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => hashEvery(lane)));
  return hashes;
}

/** Labels hash the same as bytes and as 32-bit integers. */
function labelBytes(labels: Labels): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * labels.length));
  for (let at = 0; at < labels.length; at++) view.setInt32(4 * at, labels[at]!, true);
  return new Uint8Array(view.buffer);
}
