export { chooseStratified } from './choose-stratified.ts';
export { mix, streamKey, uint32At } from './hash.ts';
export { RandomStream } from './stream.ts';
