export { createClassifier } from '../runtime/create-classifier.ts';
export { showPage } from './show-page.ts';
