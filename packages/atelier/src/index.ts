export { type DatasetOptions, loadDataset } from '@atelier/datasets';
export * from './browser.ts';
