/** Engines by the names that a run is asked with; `auto` is the fastest that can run the model. */
export const engineNames = ['auto', 'simd', 'tfjs'] as const;

export type EngineName = (typeof engineNames)[number];
