export type { LabelledImages, Labels } from './images.ts';
