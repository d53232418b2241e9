/** Where Node packs pictures. */
export { deflateSync as deflate } from 'node:zlib';
