/** The parts of the page beside training, drawing and the curve, in their order. */
export const panels = ['network', 'settings', 'results', 'runs', 'data', 'classes', 'keep'] as const;
export type Panel = (typeof panels)[number];
