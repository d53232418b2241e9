export * from '../runtime/pieces.ts';
export { showPage } from './show-page.ts';
