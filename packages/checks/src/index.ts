export { checkOptions, type OtherNames } from './check-options.ts';
export { found } from './found.ts';
export { isTypedArray } from './is-typed-array.ts';
export { nearestName } from './nearest-name.ts';
