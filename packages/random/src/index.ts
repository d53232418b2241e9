export { mix, streamKey, uint32At } from './hash.ts';
export { RandomStream } from './stream.ts';
