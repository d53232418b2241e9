/** The typed arrays that Atelier takes, by name. */
interface TypedArrays {
  readonly Uint8Array: Uint8Array;
  readonly Uint8ClampedArray: Uint8ClampedArray;
  readonly Int32Array: Int32Array;
  readonly Float32Array: Float32Array;
}

/** Whether a value is a typed array of this name. Unlike `instanceof`, it also knows those of a worker's or a frame's realm. */
export function isTypedArray<Name extends keyof TypedArrays>(
  name: Name,
  value: unknown,
): value is TypedArrays[Name] {
  return Object.prototype.toString.call(value) === `[object ${name}]`;
}
