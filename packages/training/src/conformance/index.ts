export { type ConformanceCase, conformanceCases } from './cases.ts';
