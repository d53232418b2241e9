/** Engines by name; `auto` is the fastest that can run the model. */
export const engineNames = ['auto', 'simd', 'tfjs'] as const;

/** The name of an engine, or `auto`. */
export type EngineName = (typeof engineNames)[number];
