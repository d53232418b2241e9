export { checkBoolean } from './check-boolean.ts';
export { checkLayout } from './check-layout.ts';
export { checkName } from './check-name.ts';
export { checkOptions } from './check-options.ts';
export { found } from './found.ts';
export { isTypedArray } from './is-typed-array.ts';
export { nearestName } from './nearest-name.ts';
export { type OtherNames, unknownOption } from './unknown-option.ts';
