/** Engines by name; `auto` is the fastest that can run the model. */
export const engineNames = ['auto', 'simd', 'tfjs'] as const;

export type EngineName = (typeof engineNames)[number];
