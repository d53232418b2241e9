// What only drawing needs, in one file: a page loads it with the first figure, or the first page that is written.
export { drawSvg } from './svg/draw-svg.ts';
export { writePage } from './report/write-page.ts';
