/** The longest text that is quoted whole. */
const mostCharacters = 40;

/** A value in a few words, for the end of a message: `0.5`, `"cat"`, `Float32Array(784)`, `an object`. */
export function found(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > mostCharacters ? `${value.slice(0, mostCharacters)}…` : value);
  }
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const name = Array.isArray(value) ? 'Array' : Object.prototype.toString.call(value).slice(8, -1);
    return 'length' in value ? `${name}(${String(value.length)})` : name;
  }
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' && name !== 'Object' && name !== ''
    ? `an instance of ${name}`
    : 'an object';
}
